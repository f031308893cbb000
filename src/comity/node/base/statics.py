"""Static files under names that carry their digest, compressed; a missing one is an error at start, not on a page."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Statics(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage; the manifest is strict."""

    manifest_strict = True
    keep_only_hashed_files = False
