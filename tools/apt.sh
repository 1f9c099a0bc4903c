# Sourced by the scripts beside it.

# apt_install WHY PACKAGE...   installs Debian packages, or says what to type and ends the script.
apt_install() {
    local why=$1 as_root=()
    shift
    if ! command -v apt-get >/dev/null; then
        echo "$why is missing. Install it with this system's package manager (on Debian: $*), then try again." >&2
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "$why is missing. As root, type: apt-get update && apt-get install $*" >&2
            exit 1
        fi
        as_root=(sudo)
    fi
    echo "Installing $* with apt"
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
    local log
    log=$(mktemp)
    # An unreachable third-party source must not stop an install that does not need it.
    "${apt[@]}" update >"$log" 2>&1 || true
    if ! "${apt[@]}" install -y --no-install-recommends "$@" >>"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        echo "$why could not be installed. As root, type: apt-get update && apt-get install $*" >&2
        exit 1
    fi
    rm -f "$log"
}
