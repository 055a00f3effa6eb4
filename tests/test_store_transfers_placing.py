"""Files of exports on the disk: appended to, refused, brought into place later, left alone where they are somebody else's."""

from tests.exports import english, file, folder, lines, names, refused, store, transfer  # noqa: F401
from tests.stores import address  # noqa: F401
