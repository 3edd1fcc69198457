#!/usr/bin/env bash
# symbols_test.sh OBJECT...: objects for different instruction sets share no weak symbol of ours. The linker keeps one
# definition of each, whichever comes first. An object's name begins with its instruction set and a hyphen.
# SPDX-License-Identifier: MIT
set -euo pipefail
shopt -s inherit_errexit

symbols=$(for object; do
  name=${object##*/}
  nm --defined-only "$object" | awk -v set="${name%%-*}" '$2 ~ /[WVu]/ && $3 ~ /hillock/ { print $3, set }'
done | sort -u)
shared=$(awk '{ sets[$1] = sets[$1] " " $2; ++count[$1] }
              END { for (symbol in count) if (count[symbol] > 1) print symbol ":" sets[symbol] }' <<<"$symbols")
if [[ $shared ]]; then
  echo "Objects for several instruction sets share:"
  c++filt <<<"$shared" | sort
  exit 1
fi
echo "$(wc -l <<<"$symbols") weak symbols of ours in $# objects, none shared between instruction sets."
