#!/usr/bin/env bash
# old_cpu_test.sh PROGRAM: it runs on a CPU without AVX, emulated.
# SPDX-License-Identifier: MIT
set -euo pipefail

if ! command -v qemu-x86_64 >/dev/null; then
  echo "Skipped: qemu-x86_64 is not installed (Debian, Ubuntu: qemu-user)."
  exit 77
fi
qemu-x86_64 -cpu Nehalem "$1" 2000
