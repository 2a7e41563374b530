"""A disk that refuses: errors that no test can cause on a real one at will."""

import errno
import os
from collections.abc import Callable

REFUSALS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO)


def failing(number: int) -> Callable[..., object]:
    """Return a function that takes anything and fails with this error number."""

    def fail(*_args: object, **_named: object) -> object:
        raise OSError(number, os.strerror(number))

    return fail
