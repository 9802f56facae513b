"""`python -m services.cli`: the same as `canvass`, for who has only the interpreter at hand."""

from services.cli.main import app

if __name__ == "__main__":
    app(prog_name="canvass")
