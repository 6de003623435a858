#!/usr/bin/env bash
# Installs what the project needs on this machine, and does nothing when it is all there.
#
#   deploy/setup.sh        everything
#   deploy/setup.sh run    what `make run` and `make demo` need: all but RabbitMQ
#   deploy/setup.sh test   what `make test` needs: the same as everything
#
# 1. Native libraries and fonts, with apt on Debian and Ubuntu; elsewhere it says what to install by hand.
# 2. The environment .venv: exactly what requirements.lock holds, and the workspace's members, editable.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly log=.run/setup.log
# WeasyPrint 70 draws with Pango; without libharfbuzz-subset0 it would embed whole fonts and warn about each.
readonly libraries=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0)
# The same as in services/documents/documents/agreement/rendering/fonts.py. Together they have every character of
# GB 18030-2022: Noto alone lacks nine of ten ideographs of the supplementary planes, Hanazono has extensions B-F,
# BabelStone the few dozen that both lack.
readonly fonts=(fonts-noto-cjk fonts-noto-core fonts-babelstone-han fonts-hanazono fonts-symbola)
readonly broker=(rabbitmq-server)

fail() {
  printf 'setup: %s\n' "$@" >&2
  exit 1
}

main() {
  local mode=${1:-all}
  local wanted=("${libraries[@]}" "${fonts[@]}")
  case $mode in
    run) ;;
    all | test) wanted+=("${broker[@]}") ;;
    *) fail "unknown mode '$mode'; it is run, test or nothing" ;;
  esac
  mkdir -p .run
  one_at_a_time
  if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
    with_apt "${wanted[@]}"
  else
    by_hand "$mode"
  fi
  environment
}

# Two `make` in two terminals must not build the same environment.
one_at_a_time() {
  command -v flock >/dev/null || return 0
  exec 9>.run/setup.lock
  flock 9
}

with_apt() {
  local missing=() package
  local installed
  installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
  for package in "$@"; do
    grep -qxF "$package installed" <<<"$installed" || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}"
}

apt_install() {
  echo "setup: installing $*"
  local sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "not root and no sudo here. As root: apt-get install --no-install-recommends $*"
    sudo=(sudo)
  fi
  local quiet=(-y -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
  if [[ " $* " == *" rabbitmq-server "* ]]; then
    keep_services_stopped "${sudo[@]}"
  fi
  {
    "${sudo[@]}" apt-get "${quiet[@]}" update &&
      "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "${quiet[@]}" install --no-install-recommends "$@"
  } >"$log" 2>&1 9>&- || { tail -n 20 "$log" >&2; fail "apt-get could not install: $*. All it said is in $log"; }
  if [[ " $* " == *" rabbitmq-server "* ]] && command -v systemctl >/dev/null; then
    # Nor at the next boot. Tests start nodes of their own from the same program.
    "${sudo[@]}" systemctl disable rabbitmq-server >>"$log" 2>&1 || true
  fi
}

# Debian starts a server as soon as it is installed, unless policy-rc.d forbids it. We want RabbitMQ's program, not a
# broker for the whole machine on the well-known port. A policy that is there already is the owner's: it stays.
keep_services_stopped() {
  local policy=/usr/sbin/policy-rc.d
  [ ! -e "$policy" ] || return 0
  printf '#!/bin/sh\nexit 101\n' | "$@" tee "$policy" >/dev/null
  "$@" chmod 755 "$policy"
  # shellcheck disable=SC2064 # the words of now, not of then
  trap "$* rm -f $policy" EXIT
}

by_hand() {
  local missing=()
  if command -v ldconfig >/dev/null && ! ldconfig -p | grep -q 'libpangoft2-1\.0'; then
    missing+=("Pango and HarfBuzz, with its subset library")
  fi
  if command -v fc-list >/dev/null; then
    local family
    for family in "Noto Serif CJK SC" "BabelStone Han" "HanaMinB" "Symbola"; do
      [ -n "$(fc-list "$family")" ] || missing+=("the font $family")
    done
  fi
  if [ "$1" != run ] && ! command -v rabbitmq-server >/dev/null; then
    missing+=("RabbitMQ 3.10 or newer (rabbitmq-server on the PATH; it need not run)")
  fi
  [ ${#missing[@]} -eq 0 ] || fail "this is not Debian or Ubuntu, so please install by hand:" "${missing[@]/#/  - }"
}

environment() {
  local stamp
  stamp="$PWD $(cat requirements.lock pyproject.toml libs/*/pyproject.toml services/*/pyproject.toml deploy/pyproject.toml | sha256sum)"
  if [ -x .venv/bin/python ] && [ "$(cat .venv/.complete 2>/dev/null)" = "$stamp" ]; then
    return 0
  fi
  rm -f .venv/.complete
  .venv/bin/python -m pip --version >/dev/null 2>&1 || make_environment
  echo "setup: installing the packages of requirements.lock into .venv"
  local pip=(.venv/bin/python -m pip --disable-pip-version-check --no-input -q)
  "${pip[@]}" install --require-hashes -r requirements.lock 9>&-
  local members=() member
  for member in libs/* services/* deploy; do
    [ ! -f "$member/pyproject.toml" ] || members+=(-e "$member")
  done
  "${pip[@]}" install --no-deps --no-build-isolation "${members[@]}" 9>&-
  printf '%s\n' "$stamp" >.venv/.complete
}

make_environment() {
  local python
  python=$(suitable_python) || fail "needs Python 3.11 or newer; give one with PYTHON=/path/to/python3"
  # Debian and Ubuntu ship Python without what makes an environment.
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    command -v apt-get >/dev/null || fail "$python has no ensurepip; install its venv package"
    apt_install "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
  fi
  rm -rf .venv
  "$python" -m venv .venv 9>&-
}

suitable_python() {
  local candidate
  for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return 0
    fi
  done
  return 1
}

main "$@"
