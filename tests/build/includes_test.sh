#!/usr/bin/env bash
# includes_test.sh INCLUDE_DIR: the layers of the headers. Includes go downward; one file knows xsimd; no macro leaks; the
# umbrella and the list are complete.
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$1/hillock"

# What a folder may include, itself apart. Files at the top may include all.
declare -A below=([core]="" [math]="core" [activation]="math core" [array]="core" [rows]="math core" [gated]="math core array")
macros="HILLOCK_NAMESPACE|HILLOCK_INLINE(_ALWAYS)?|HILLOCK_VERSION_(MAJOR|MINOR|PATCH)"
xsimd_headers='xsimd|intrin\.h|arm_.*\.h'
intrinsics='\b(_mm[0-9]*_|__m(128|256|512)|__builtin_(ia32|neon)_|v[a-z0-9]+_[fsup](8|16|32|64)\b|sv[a-z0-9]+_[fsu](8|16|32|64))'

status=0
problem() { echo "$*"; status=1; }
alternatives() { paste -sd '|'; }
matches() { grep -E "$1" <<<"$code" || true; } # FILE:LINE

files=$(find . -name '*.hpp' -printf '%P\n' | sort)
activations=$(ls activation | sed -n 's/\.hpp$//p' | alternatives)
# Every line, as FILE:LINE, and without comments and strings
all=$(xargs grep -H '' <<<"$files")
code=$(sed -E 's|//.*||; s|"[^"]*"||g' <<<"$all")

declare -A includes=()
while IFS=: read -r file target; do
  folder=${file%/*}
  [[ $file == */* ]] || folder=.
  case $target in
    \"hillock:*) ;; # no file: it ends a compilation
    \<hillock/* | \"*)
      path=${target:1:-1}
      case $target in
        \<*) path=${path#hillock/} ;;
        \"../*) path=${path#../} ;;
        *) [[ $folder == . ]] || path=$folder/$path ;;
      esac
      includes[$file]+="$path "
      case " $folder ${below[$folder]-} " in
        " . "*) [[ $file != activations.hpp || $path =~ ^(core|activation)/ ]] || problem "$file includes $path" ;;
        *" ${path%/*} "*) ;;
        *) problem "$file includes $path" ;;
      esac
      ;;
    *)
      if [[ $file != core/simd.hpp && $target =~ $xsimd_headers ]]; then problem "$file includes $target"; fi
      ;;
  esac
done < <(sed -nE 's/^([^:]*): *# *include *(["<][^">]*[">]).*/\1:\2/p' <<<"$all")

while IFS=: read -r file line; do
  [[ $file == core/simd.hpp ]] || problem "$file uses an intrinsic: $(grep -oE "$intrinsics" <<<"$line" | head -n 1)"
done < <(matches "$intrinsics")
while IFS=: read -r file line; do
  problem "$file names an activation: $(grep -owE "$activations" <<<"$line" | head -n 1)"
done < <(matches "^array/.*\b($activations)\b")
while IFS=: read -r file macro; do
  grep -qE "^ *# *undef +$macro\b" "$file" || problem "$file leaks the macro $macro"
done < <(sed -nE 's/^([^:]*): *# *define +(\w+).*/\1:\2/p' <<<"$all" | grep -vxE "[^:]*:($macros)" | sort -u)

declare -A reached=()
reach() {
  [[ -z ${reached[$1]-} ]] || return 0
  reached[$1]=yes
  local next
  for next in ${includes[$1]-}; do reach "$next"; done
}
reach hillock.hpp
while read -r file; do
  [[ ${reached[$file]-} ]] || problem "hillock.hpp does not reach $file"
done <<<"$files"

list=$(sed -n '/type_list</,/>;/p' activations.hpp)
for name in ${activations//|/ }; do
  grep -qw "$name" <<<"$list" || problem "$name is not in activations.hpp's list"
done
list=$(sed -n '/type_list</,/>;/p' gated/gates.hpp)
for file in $(grep -l 'info about' gated/*.hpp); do
  name=$(basename "$file" .hpp)
  grep -qw "$name" <<<"$list" || problem "$name is not in gated/gates.hpp's list"
done
exit $status
