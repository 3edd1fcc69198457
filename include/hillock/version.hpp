// The version of hillock. CMake reads it from here.
// SPDX-License-Identifier: MIT
#pragma once

#define HILLOCK_VERSION_MAJOR 0
#define HILLOCK_VERSION_MINOR 1
#define HILLOCK_VERSION_PATCH 0
