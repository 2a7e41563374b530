"""Frames of the index: what the reading child says to the app, each with its length before it."""

from array import array
from collections.abc import Iterator

import msgspec

from lab_tasks.logs.reading import Reading

LARGEST_FRAME = 64 * 1024 * 1024
PREFIX_BYTES = 4


class Values(msgspec.Struct, frozen=True, tag="values"):
    """More values of one metric of one training, as arrays of 64 bits."""

    part: int
    name: str
    steps: bytes
    values: bytes


class Reached(msgspec.Struct, frozen=True, tag="reached"):
    """So much of the work is done, 0 to 1."""

    share: float


class PassEnded(msgspec.Struct, frozen=True, tag="pass"):
    """All of one metric has come: a first curve that is whole."""


class Indexed(msgspec.Struct, frozen=True, tag="indexed"):
    """All has come; the file is read up to `position`."""

    reading: Reading
    position: int


Frame = Values | Reached | PassEnded | Indexed
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Values | Reached | PassEnded | Indexed)


def encode(frame: Frame) -> bytes:
    """Return a frame with its length before it."""
    content = _ENCODER.encode(frame)
    return len(content).to_bytes(PREFIX_BYTES, "little") + content


class FrameBuffer:
    """Takes bytes as they come from a pipe and gives whole frames."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def add(self, data: bytes) -> None:
        """Take what came."""
        self._bytes += data

    def frames(self) -> Iterator[Frame]:
        """Give the frames that are whole.

        Raises:
            msgspec.DecodeError: what came is no frame.
        """
        begin = 0
        while len(self._bytes) - begin >= PREFIX_BYTES:
            size = int.from_bytes(self._bytes[begin : begin + PREFIX_BYTES], "little")
            if size > LARGEST_FRAME:
                raise msgspec.DecodeError(f"a frame of {size:,} bytes")
            end = begin + PREFIX_BYTES + size
            if len(self._bytes) < end:
                break
            yield _DECODER.decode(bytes(self._bytes[begin + PREFIX_BYTES : end]))
            begin = end
        del self._bytes[:begin]


def numbers(frame: Values) -> "tuple[array[int], array[float]]":
    """Return a frame's steps and values."""
    steps, values = array("q"), array("d")
    steps.frombytes(frame.steps)
    values.frombytes(frame.values)
    return steps, values
