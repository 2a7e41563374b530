# Sourced by ./robolab-tui and ./run-tests: makes .venv on a machine that has Python 3.12 and git and
# nothing else, and leaves it alone while what it was made from is unchanged. Talks on stderr only.
say() { printf '%s\n' "$*" >&2; }

find_python() {
  for name in python3.12 python3.13 python3.14 python3 python; do
    path=$(command -v "$name" 2>/dev/null) || continue
    if "$path" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
      printf '%s\n' "$path"
      return 0
    fi
  done
  say "robolab-tui needs Python 3.12 or newer, and none was found on PATH (lerobot needs it too)."
  say "Install it (Debian, Ubuntu: apt install python3.12 python3.12-venv; macOS: brew install python@3.12), then run this again."
  return 3
}

make_environment() {
  stamp=$(cat "$here/requirements/app.txt" "$here/pyproject.toml" | cksum)
  [ -x "$here/.venv/bin/robolab-tui" ] && [ "$(cat "$here/.venv/made-from" 2>/dev/null)" = "$stamp $here" ] && return 0
  python=$(find_python) || return 3
  say "First start: making .venv from requirements/app.txt (some seconds) ..."
  if ! "$python" -m venv --clear "$here/.venv" >&2; then
    say "Python's venv module failed. On Debian and Ubuntu: apt install $(basename "$python")-venv"
    return 3
  fi
  uv_pin=$(sed -n 's/^\(uv==[^ ]*\).*/\1/p' "$here/requirements/app.txt")
  "$here/.venv/bin/python" -m pip install --quiet --disable-pip-version-check "$uv_pin" >&2 || return 3
  uv="$here/.venv/bin/uv"
  "$uv" pip install --quiet --no-config --python "$here/.venv/bin/python" --compile-bytecode \
    --require-hashes -r "$here/requirements/app.txt" >&2 || return 3
  "$uv" pip install --quiet --no-config --python "$here/.venv/bin/python" --no-deps -e "$here" >&2 || return 3
  "$here/.venv/bin/python" -m compileall -q "$here/tui" "$here/course" "$here/lab_tasks" >&2 || true
  printf '%s\n' "$stamp $here" >"$here/.venv/made-from"
}
