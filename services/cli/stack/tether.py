"""Becomes the command it is given, after tying it to its parent: when that dies, the kernel signals the command.

Run as a script, with the standard library alone; must never import the rest of Canvass.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, ending: int, uid: int, gid: int, command: list[str]) -> None:
    """Drop to `uid` and `gid` unless negative, ask for signal `ending` at the parent's death, exec `command`."""
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":  # after setuid, which would undo it
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, ending, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the parent is gone")
    os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    try:
        parent, ending, uid, gid = (int(number) for number in sys.argv[1:5])
        main(parent, ending, uid, gid, sys.argv[5:])
    except OSError as error:
        sys.exit(f"{sys.argv[5]}: {error.strerror}")
