"""The end of a Run elsewhere that nobody saw: whether asking again later can tell more."""

import msgspec


class UnseenEnd(msgspec.Struct, frozen=True):
    """Nobody over there tells how the Run ended.

    `is_final`: nobody ever will, for its folder is gone or they say themselves that it was lost.
    Else they could not be asked, or not in full.
    """

    is_final: bool
