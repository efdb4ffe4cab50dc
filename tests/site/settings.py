"""The site's settings for tests: in a folder of their own, without TLS, with a quick password hash."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="tripartite-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["TRIPARTITE_DATA"] = _folder
os.environ["TRIPARTITE_HTTPS"] = "0"
os.environ["TRIPARTITE_LOG_LEVEL"] = "ERROR"

from tripartite.site.languages import compile_catalogues  # noqa: E402
from tripartite.site.settings import *  # noqa: E402, F403
from tripartite.site.settings import DATABASES, STORAGES  # noqa: E402

compile_catalogues()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as threads of a live server cannot share a database in memory with immediate transactions.
    DATABASES["default"]["TEST"] = {"NAME": f"{_folder}/test.sqlite3"}
