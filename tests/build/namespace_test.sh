#!/usr/bin/env bash
# namespace_test.sh COMPILER ARGUMENT...: flags for which xsimd chooses another architecture, or fma another meaning, give
# another inline namespace. Flags that the compiler does not know or xsimd refuses are left out.
# SPDX-License-Identifier: MIT
set -euo pipefail

bw="-mavx512bw -mavx512dq -mavx512cd"
vbmi="$bw -mavx512ifma -mavx512vbmi"
case $("$1" -dumpmachine) in
  x86_64*) choices=(
    -msse2 -msse3 -mssse3 -msse4.1 -msse4.2 -mavx "-mavx -mfma" -mfma4 -mavx2 "-mavx2 -mfma4" "-mavx2 -mfma"
    -mavxvnni "-mavxvnni -mfma" -mavx512f -mavx512cd "-mavx512cd -mavx512vl" -mavx512pf "-mavx512cd -mavx512er"
    "-mavx512cd -mavx512er -mavx512pf" "-mavx512cd -mavx512dq" "-mavx512cd -mavx512dq -mavx512vl" "$bw" "$bw -mavx512vl"
    -mavx512ifma "$bw -mavx512ifma" -mavx512vnni "$bw -mavx512vnni" "$bw -mavx512vnni -mavxvnni" "$vbmi"
    "$vbmi -mavx512vnni" "$vbmi -mavx512vbmi2" "$vbmi -mavx512vbmi2 -mavx512vnni" -march=x86-64-v4 -march=native) ;;
  aarch64*) choices=(
    "-march=armv8-a" "-march=armv8.2-a+i8mm" "-march=armv8.6-a" "-march=armv8-a+sve" "-march=armv9-a"
    "-march=armv8-a+sve -msve-vector-bits=128" "-march=armv8-a+sve -msve-vector-bits=256"
    "-march=armv8-a+sve -msve-vector-bits=512") ;;
  *) choices=("") ;;
esac

object=$(mktemp)
trap 'rm -f "$object"' EXIT
declare -A meaning # namespace -> what else was chosen
status=0
for flags in "${choices[@]}"; do
  if ! echo | "$1" $flags -x c++ -E - &>/dev/null; then
    echo "not known to this compiler: $flags"
    continue
  fi
  if ! errors=$("$@" $flags -c "${BASH_SOURCE[0]%_test.sh}.cpp" -o "$object" 2>&1); then
    [[ $errors == *"architecture inconsistency"* ]] || status=1
    grep -m 1 'error' <<<"$errors"
    continue
  fi
  symbol=$(nm -C "$object" | sed -n 's/.*chosen(hillock::\(.*\)::here\*, \(.*\)\*)/\1 \2/p')
  name=${symbol%% *} choice=${symbol#* }
  printf '%-92s %s: %s\n' "$flags" "$name" "$choice"
  : "${meaning[$name]:=$choice}"
  if [[ ${meaning[$name]} != "$choice" ]]; then
    echo "The namespace $name stands for: $choice, and for: ${meaning[$name]}"
    status=1
  fi
done
exit $status
