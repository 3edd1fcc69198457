#!/usr/bin/env bash
# old_cpu_test.sh PROGRAM: it runs on an emulated CPU without AVX. Whether its paths agree, bits_test.sh tells.
# SPDX-License-Identifier: MIT
set -uo pipefail

if ! command -v qemu-x86_64 >/dev/null; then
  echo "Skipped: qemu-x86_64 is not installed (Debian, Ubuntu: qemu-user)."
  exit 77
fi
qemu-x86_64 -cpu Nehalem "$1" 1200 >/dev/null
status=$?
if ((status > 1)); then
  echo "Ended with $status."
  exit 1
fi
