// hillock: neural-network activation functions and their derivatives. This header is all of it.
// SPDX-License-Identifier: MIT
#pragma once

#include "activations.hpp"
#include "array/bias.hpp"
#include "array/elementwise.hpp"
#include "core/at.hpp"
#include "core/scaled.hpp"
#include "gated/gates.hpp"
#include "rows/normalisers.hpp"
#include "version.hpp"
