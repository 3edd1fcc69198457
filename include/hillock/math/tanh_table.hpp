// tanh(|x|): four intervals to the octave of |x| + 0.75, each in the slot that the bits of that sum name.
// SPDX-License-Identifier: MIT
// Made by tools/coefficients/piecewise.sollya.
#pragma once

#include "piecewise.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

// clang-format off
inline constexpr piecewise<float, 16, 6> tanh_pieces{
    .error = 0x1.3d8p-26,
    .centre = {
            0x1.80598p0f, 0x1.0050cp1f, 0x1.40574p1f, 0x1.80044p1f,
            0x1.e03d4p1f, 0x1.3028ap2f, 0x1.7015ep2f, 0x1.b0004p2f,
            0x1.0819p3f, 0x1.4p3f, 0x0p0f, 0x1.80acp-3f,
            0x1.7fbp-2f, 0x1.410ep-1f, 0x1.c0e6p-1f, 0x1.1f51p0f,
    },
    .c = {
        {
            0x1.cf8fe6p-1f, 0x1.edabcap-1f, 0x1.f92ec4p-1f, 0x1.fd77fcp-1f,
            0x1.ff6fa2p-1f, 0x1.ffec7ap-1f, 0x1.fffd5ap-1f, 0x1.ffffa4p-1f,
            0x1.fffffcp-1f, 0x1p0f, 0x0p0f, 0x1.7c360ep-3f,
            0x1.6eaf82p-2f, 0x1.1caf3cp-1f, 0x1.68da36p-1f, 0x1.9de3bp-1f,
        },
        {
            0x1.712c4cp-3f, 0x1.20038ep-4f, 0x1.b16764p-6f, 0x1.4334fap-7f,
            0x1.2094d2p-9f, 0x1.385bdp-12f, 0x1.5300f8p-15f, 0x1.70028ep-18f,
            0x1.237aeap-22f, 0x0p0f, 0x1p0f, 0x1.ee5a7cp-1f,
            0x1.be58b6p-1f, 0x1.61b55ep-1f, 0x1.01acc8p-1f, 0x1.62d79p-2f,
        },
        {
            -0x1.4e3f4cp-3f, -0x1.15b408p-4f, -0x1.aba202p-6f, -0x1.419be4p-7f,
            -0x1.2042fap-9f, -0x1.384f7ap-12f, -0x1.52fd4p-15f, -0x1.700aep-18f,
            -0x1.b1da6ap-22f, 0x0p0f, -0x1.a77abp-29f, -0x1.6f1b52p-3f,
            -0x1.3faa6cp-2f, -0x1.895754p-2f, -0x1.6b369ap-2f, -0x1.1ed8aep-2f,
        },
        {
            0x1.67311ap-4f, 0x1.578888p-5f, 0x1.1577acp-6f, 0x1.a88c36p-8f,
            0x1.7f1db8p-10f, 0x1.9fd7bap-13f, 0x1.c37c6cp-16f, 0x1.ea2458p-19f,
            0x1.81017p-23f, 0x0p0f, -0x1.555502p-2f, -0x1.277ef8p-2f,
            -0x1.6e316ap-3f, -0x1.11b082p-6f, 0x1.50cb34p-4f, 0x1.c66512p-4f,
        },
        {
            -0x1.9976dp-6f, -0x1.243778p-6f, -0x1.067ad8p-7f, -0x1.a01dd4p-9f,
            -0x1.7d7b5p-11f, -0x1.9f9f46p-14f, -0x1.c3af04p-17f, -0x1.e91298p-20f,
            0x1.7b1d7ep-23f, 0x0p0f, -0x1.4f3b68p-14f, 0x1.cffc1p-4f,
            0x1.583db2p-3f, 0x1.1942acp-3f, 0x1.edc08ep-5f, 0x1.e49cb6p-9f,
        },
        {
            -0x1.8d98e6p-9f, 0x1.3474a6p-8f, 0x1.760f4cp-9f, 0x1.41faaep-10f,
            0x1.3ada8ap-12f, 0x1.5a6dacp-15f, 0x1.78ce62p-18f, 0x1.9929d2p-21f,
            0x1.600722p-25f, 0x0p0f, 0x1.14c17ap-3f, 0x1.8de61cp-4f,
            0x1.38a5c4p-6f, -0x1.bf43aep-5f, -0x1.dcaedp-5f, -0x1.085d62p-5f,
        },
        {
            0x1.da3f64p-8f, -0x1.a90252p-14f, -0x1.74c0b6p-11f, -0x1.885c3ap-12f,
            -0x1.9b3576p-14f, -0x1.cccad2p-17f, -0x1.f239f4p-20f, -0x1.1a70cp-22f,
            -0x1.64ceb8p-23f, 0x0p0f, -0x1.102096p-6f, -0x1.a22f3ep-5f,
            -0x1.1be1c6p-4f, -0x1.89e7d6p-6f, 0x1.b9ce04p-7f, 0x1.2e2972p-6f,
        },
    },
};
// clang-format on

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
