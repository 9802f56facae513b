"""The one error of the stack's supervisor: a sentence for the person at the terminal, never a traceback."""


class StackError(Exception):
    """The stack cannot start or go on; the message is one clear line that says what to do."""
