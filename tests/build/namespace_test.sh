#!/usr/bin/env bash
# namespace_test.sh COMPILER ARGUMENT...: flags for which xsimd chooses another architecture, or fma another meaning, give
# another inline namespace. Left out are flags that the compiler does not know, or that hillock or xsimd refuse.
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
    -march=armv8-a -march=armv8.2-a+i8mm -march=armv8.6-a -march=armv8-a+sve -march=armv9-a
    "-march=armv8-a+sve -msve-vector-bits=128" "-march=armv8-a+sve -msve-vector-bits=256"
    "-march=armv8-a+sve -msve-vector-bits=512") ;;
  *) choices=("") ;;
esac

# First by the preprocessor alone, which is quick: the macros by which xsimd chooses. The compiler has to tell the
# architecture only for flags that share a namespace and differ in those.
declare -A macros names # by flags
declare -A seen kinds   # by namespace
for flags in "${choices[@]}"; do
  if ! all=$("$@" $flags -E -dM -x c++ - 2>/dev/null \
    <<<$'#include <hillock/core/config.hpp>\n#include <xsimd/config/xsimd_config.hpp>'); then
    echo "refused: $flags"
    continue
  fi
  name=$(sed -n 's/^#define HILLOCK_NAMESPACE //p' <<<"$all")
  names[$flags]=$name
  macros[$flags]=$(grep -E '^#define (XSIMD_WITH_|__FMA|__ARM_FEATURE_SVE_BITS)' <<<"$all" | sort | cksum)
  if [[ ${seen[$name]-} != *"<${macros[$flags]}>"* ]]; then
    seen[$name]+="<${macros[$flags]}>"
    kinds[$name]=$((${kinds[$name]-0} + 1))
  fi
done

object=$(mktemp)
trap 'rm -f "$object"' EXIT
declare -A chosen first # by namespace
status=0
for flags in "${choices[@]}"; do
  name=${names[$flags]-}
  [[ $name && ${kinds[$name]} -gt 1 && ${seen[$name]} == *"<${macros[$flags]}>"* ]] || continue
  seen[$name]=${seen[$name]/"<${macros[$flags]}>"/}
  if ! errors=$("$@" $flags -c "${BASH_SOURCE[0]%_test.sh}.cpp" -o "$object" 2>&1); then
    echo "refused: $flags"
    [[ $errors == *"architecture inconsistency"* ]] || { status=1 && echo "$errors" | head -n 20; }
    continue
  fi
  choice=$(nm -C "$object" | sed -n 's/.*chosen(\(.*\))/\1/p')
  : "${chosen[$name]:=$choice}" "${first[$name]:=$flags}"
  if [[ ${chosen[$name]} != "$choice" ]]; then
    echo "The namespace $name stands for:"
    printf '  %-60s with %s\n' "${chosen[$name]}" "${first[$name]}" "$choice" "$flags"
    status=1
    kinds[$name]=1 # once is enough
  fi
done
echo "${#names[@]} choices of flags, ${#kinds[@]} namespaces."
exit $status
