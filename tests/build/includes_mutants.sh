#!/usr/bin/env bash
# includes_mutants.sh INCLUDE_DIR: includes_test.sh must report each of these changes to a copy of the headers.
# SPDX-License-Identifier: MIT
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

status=0
mutant() { # FILE LINE SENTENCE: the line is added to the file
  rm -rf "$copy/hillock"
  cp -r "$original/hillock" "$copy"
  echo "$2" >>"$copy/hillock/$1"
  "$here/expect_failure.sh" "$3" "$here/includes_test.sh" "$copy" || status=1
}

original=$1
mutant core/info.hpp '#include "../math/exp.hpp"' 'core/info.hpp includes math/exp.hpp'
mutant math/exp.hpp '#include <hillock/activation/relu.hpp>' 'math/exp.hpp includes activation/relu.hpp'
mutant activation/relu.hpp '#include "../array/elementwise.hpp"' 'activation/relu.hpp includes array/elementwise.hpp'
mutant array/loop.hpp '#include "../activation/relu.hpp"' 'array/loop.hpp includes activation/relu.hpp'
mutant array/loop.hpp 'struct tanh;' 'array/loop.hpp names an activation: tanh'
mutant rows/softmax.hpp '#include "../array/loop.hpp"' 'rows/softmax.hpp includes array/loop.hpp'
mutant gated/swiglu.hpp '#include "../activation/silu.hpp"' 'gated/swiglu.hpp includes activation/silu.hpp'
mutant rows/softmax.hpp '#include "../gated/swiglu.hpp"' 'rows/softmax.hpp includes gated/swiglu.hpp'
mutant gates.hpp '' 'hillock.hpp does not reach gates.hpp'
mutant activations.hpp '#include "array/elementwise.hpp"' 'activations.hpp includes array/elementwise.hpp'
mutant activation/softsign.hpp '' 'softsign is not in activations.hpp'
mutant gated/seglu.hpp 'static constexpr info about{};' "seglu is not in gated/gates.hpp's list"
mutant math/exp.hpp '#include <xsimd/xsimd.hpp>' 'math/exp.hpp includes <xsimd/xsimd.hpp>'
mutant math/exp.hpp '#  include <immintrin.h>' 'math/exp.hpp includes <immintrin.h>'
mutant math/exp.hpp 'auto zero = _mm256_setzero_ps();' 'math/exp.hpp uses an intrinsic: _mm256_'
mutant array/loop.hpp 'auto sum = vaddq_f32(a, b);' 'array/loop.hpp uses an intrinsic: vaddq_f32'
mutant core/error.hpp '#define HILLOCK_LOG 1' 'core/error.hpp leaks the macro HILLOCK_LOG'
exit $status
