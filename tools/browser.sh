#!/usr/bin/env bash
# Browser tests and pictures of the screens need Chromium and Chinese fonts.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/apt.sh

has_chinese_fonts() {
    compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK-*' >/dev/null ||
        { command -v fc-list >/dev/null && fc-list :lang=zh-cn | grep -q 'Noto Sans CJK'; }
}

# Playwright's driver is linked to it, and a bare Debian has no other package that brings it.
has_libatomic() {
    compgen -G '/usr/lib*/*/libatomic.so.1' >/dev/null || compgen -G '/usr/lib*/libatomic.so.1' >/dev/null
}

missing=()
command -v chromium >/dev/null || missing+=(chromium)
has_chinese_fonts || missing+=(fonts-noto-cjk)
has_libatomic || missing+=(libatomic1)
if [ ${#missing[@]} -gt 0 ]; then
    apt_install "The browser that the tests drive, with its fonts," "${missing[@]}"
fi
