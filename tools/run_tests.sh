#!/bin/sh
# The whole suite. Each test of the site runs once: on PostgreSQL, as sites of many people do, and those of pages in a browser,
# of killed processes, backups and writers side by side on the embedded database (the last three on both). Without a
# PostgreSQL server all run on the embedded database; where CI is set that is a failure.
set -eu

suite() {
    "$PYTHON" -m pytest -n 2 --dist loadfile --no-loadscope-reorder "$@"
}

if ! "$PYTHON" tools/with_postgres.py true; then
    [ -z "${CI:-}" ] || exit 1
    echo "The site is tried on the embedded database alone." >&2
    suite
    exit 0
fi

# shellcheck disable=SC2046 # the names of our own files have no spaces
suite tests/test_*.py $(find tests -mindepth 1 -maxdepth 1 -type d ! -name site ! -name '__*') \
    $(find tests/site -name 'test_*browser*.py') tests/site/test_serve.py tests/site/test_demonstration.py \
    tests/site/test_backup.py tests/site/test_many_writers.py tests/site/checks/test_killed.py tests/site/checks/test_restarted.py
"$PYTHON" tools/with_postgres.py "$PYTHON" -m pytest -n 2 --dist loadfile --no-loadscope-reorder tests/site \
    --ignore-glob='*browser*' --ignore=tests/site/test_serve.py
