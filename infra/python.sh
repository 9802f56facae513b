# Sourced by the scripts beside it, with $root set: finds a Python, the project's own first, and leaves it in $python.
[ -n "${HOME:-}" ] || unset HOME
python=
for candidate in "$root/.venv/bin/python" python3 python3.14 python3.13 python3.12 python3.11 python; do
  if "$candidate" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  echo "Canvass needs Python 3.11 or newer, and there is none on the PATH" >&2
  exit 1
fi
