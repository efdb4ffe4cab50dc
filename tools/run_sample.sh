#!/bin/sh
# Make the sample factory, check it, say where the report lies, then serve the site until Ctrl-C.
set -eu
bin=.venv/bin
[ -d sample/factory ] || "$bin/python" -m tripartite.sample factory sample/factory
status=0
"$bin/tripartite" check sample/factory --country CN --region CN-GD --wage-class 2 --break 12:00-13:00 \
  --standard cn --standard ilo --out sample/result || status=$?
# 1 says that findings were made, which the sample is there to show.
[ "$status" -le 1 ] || exit "$status"
echo
echo "Open the report in a browser: file://$(pwd)/sample/result/report.html"
echo "The site is being prepared; its address follows."
exec "$bin/tripartite" serve --demonstration --port "${PORT:-8000}" --data sample/site
