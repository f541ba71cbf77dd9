# Sourced by app/run and tests/run: gets what is missing on a Debian 12 machine and builds.

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

build_packages=(
  gcc libc6-dev pkg-config meson ninja-build gettext
  libgtk-4-dev libadwaita-1-dev libsoup-3.0-dev libjson-glib-dev libsqlite3-dev libsodium-dev libpq-dev
  libsecret-1-dev libdmtx-dev libical-dev zlib1g-dev
  glib-networking gsettings-desktop-schemas adwaita-icon-theme fonts-cantarell fonts-dejavu-core
  dbus dbus-bin dbus-daemon procps
)

say () { printf '%s\n' "$*"; }

fail () { printf '%s\n' "$*" >&2; exit 1; }

# install_missing PACKAGE…: asks apt only when something is missing.
install_missing () {
  local missing=() package
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0

  command -v apt-get >/dev/null ||
    fail "These packages are missing and there is no apt-get here to install them: ${missing[*]}"
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      fail "These packages are missing: ${missing[*]}. Install them as root, or install sudo, and run this again."
    root=(sudo)
  fi
  say "Installing ${#missing[@]} packages: ${missing[*]}"
  "${root[@]}" apt-get update -qq || say "The list of packages could not be refreshed; trying with the old one."
  # The tests start servers of their own; what comes with a package is not to start here.
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive SYSTEMD_OFFLINE=1 \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null ||
    fail "apt-get could not install: ${missing[*]}. Is there a network, and is this Debian 12?"
}

# set_up DIRECTORY OPTION…: a build directory with these options, made anew if it can't be used.
set_up () {
  local directory=$1
  shift
  local meson=/usr/bin/meson
  [ -x "$meson" ] || meson=meson
  if [ -f "$directory/build.ninja" ]; then
    "$meson" configure "$directory" "$@" >/dev/null && return 0
    rm -rf "$directory"
  fi
  say "Setting up $(basename "$directory")"
  "$meson" setup "$directory" "$source_dir" "$@" >"$directory.log" 2>&1 ||
    { tail -n 30 "$directory.log" >&2; fail "The build could not be set up; all of it is in $directory.log."; }
  rm -f "$directory.log"
}

# build DIRECTORY [TARGET…]
build () {
  say "Building $(basename "$1")"
  ninja -C "$@" >"$1/build.log" 2>&1 ||
    { grep -vE '^\[[0-9]+/[0-9]+\]|^ninja' "$1/build.log" | head -n 60 >&2; fail "The build failed; all of it is in $1/build.log."; }
}
