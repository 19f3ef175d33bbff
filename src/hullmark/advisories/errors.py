"""What can go wrong with advisory feeds and the advisory database.

::

    InputError
    ├── FeedError                  HM2201   a source is not a feed we know, or is unreadable
    │   └── FeedNotHereError       HM2206   an unchanged feed has to be fetched again
    ├── FeedTooLargeError          HM2202   a source breaks a bound
    ├── DatabaseFormatError        HM2203   a file is not an advisory database
    ├── DatabaseSchemaError        HM2204   a database of another version of Hullmark
    └── DatabaseDamagedError       HM2205   a database that is cut short or corrupt
    NetworkError
    └── AdvisoriesUnreachableError HM4201   none of the places of an update answered
    IntegrityError
    └── DatabaseDigestError        HM5201   an imported database is not what was announced
    StoreError
    ├── DatabaseMissingError       HM7101   there is no advisory database
    └── DatabaseWriteError         HM7102   the database could not be written
"""

from hullmark.kernel.errors import InputError, IntegrityError, NetworkError, StoreError


class FeedError(InputError):
    """A source of advisories is missing, unreadable or of no known kind.

    Name a file, folder, zip or URL of OSV records, the Debian tracker, Alpine secdb, EPSS, KEV or
    end-of-life dates. The database of before is untouched.
    """

    code = "HM2201"


class FeedNotHereError(FeedError):
    """An unchanged feed has to be read again, and only its rows were kept.

    An update fetches it again by itself; a build needs the file.
    """

    code = "HM2206"


class FeedTooLargeError(InputError):
    """A source of advisories unpacks to more members or bytes than any real feed holds.

    It is damaged or hostile; fetch it again from its publisher.
    """

    code = "HM2202"


class DatabaseFormatError(InputError):
    """The file is not a Hullmark advisory database.

    Give the file that ``hullmark db build`` or ``hullmark db update`` wrote.
    """

    code = "HM2203"


class DatabaseSchemaError(InputError):
    """The advisory database was made by a version of Hullmark with another layout.

    Build it again with ``hullmark db update`` or ``hullmark db build``.
    """

    code = "HM2204"


class DatabaseDamagedError(InputError):
    """The advisory database is cut short or corrupt.

    Build it again with ``hullmark db update`` or import a good copy.
    """

    code = "HM2205"


class AdvisoriesUnreachableError(NetworkError):
    """None of the servers an update asked gave an answer; the database of before is untouched.

    Check network and proxy, or bring the data by file: ``hullmark db import FILE``.
    """

    code = "HM4201"
    retryable = True


class DatabaseDigestError(IntegrityError):
    """The database or wheel does not have the digest it was announced with.

    It was damaged or replaced on its way; nothing of it was kept.
    """

    code = "HM5201"


class DatabaseMissingError(StoreError):
    """There is no advisory database at the place given.

    ``hullmark db update`` fetches one, ``hullmark db build`` makes one from files.
    """

    code = "HM7101"


class DatabaseWriteError(StoreError):
    """The advisory database could not be written; the one of before is untouched.

    Free some room, or choose another place with ``HULLMARK_HOME``.
    """

    code = "HM7102"
