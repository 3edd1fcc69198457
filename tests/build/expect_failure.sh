#!/usr/bin/env bash
# expect_failure.sh SENTENCE COMMAND...: the command must fail and say the sentence.
# SPDX-License-Identifier: MIT
set -uo pipefail

sentence=$1
shift
output=$("$@" 2>&1)
status=$?
head -n 20 <<<"$output"
if ((status == 0)); then
  echo "This passes, but should not."
  exit 1
elif [[ $output != *"$sentence"* ]]; then
  echo "This fails as it should, but does not say: $sentence"
  exit 1
fi
