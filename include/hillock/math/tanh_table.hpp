// tanh(|x|): eight intervals to the octave of |x| + 0.75, or two to that of |x| + 0.78125, each in the slot that the bits of
// that sum name.
// SPDX-License-Identifier: MIT
// Made by tools/coefficients/piecewise.sollya.
#pragma once

#include "piecewise.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

// clang-format off
inline constexpr piecewise<float, 32, 5> tanh_pieces_32{
    .error = 0x1.3d8p-26,
    .centre = {
            0x1.607p0f, 0x1.9fddp0f, 0x1.dfe98p0f, 0x1.0fb24p1f,
            0x1.2fa24p1f, 0x1.50488p1f, 0x1.70188p1f, 0x1.9041p1f,
            0x1.bffdcp1f, 0x1.00158p2f, 0x1.1fd96p2f, 0x1.3fec2p2f,
            0x1.60234p2f, 0x1.7fdeep2f, 0x1.9fef2p2f, 0x1.bfe32p2f,
            0x1.f032p2f, 0x1.17e7p3f, 0x1.4p3f, 0x1.4p3f,
            0x0p0f, 0x1.80c8p-4f, 0x1.4304p-3f, 0x1.ba84p-3f,
            0x1.3f9p-2f, 0x1.c2d2p-2f, 0x1.2109p-1f, 0x1.5efcp-1f,
            0x1.9fa4p-1f, 0x1.e0edp-1f, 0x1.1074p0f, 0x1.303ep0f,
    },
    .c = {
        {
            0x1.c2ab2cp-1f, 0x1.d9bceap-1f, 0x1.e87494p-1f, 0x1.f18804p-1f,
            0x1.f72aacp-1f, 0x1.faad96p-1f, 0x1.fcc18ap-1f, 0x1.fe08eap-1f,
            0x1.ff1124p-1f, 0x1.ffa852p-1f, 0x1.ffdf8p-1f, 0x1.fff412p-1f,
            0x1.fffba4p-1f, 0x1.fffe62p-1f, 0x1.ffff68p-1f, 0x1.ffffc8p-1f,
            0x1.fffff4p-1f, 0x1.fffffep-1f, 0x1p0f, 0x1p0f,
            0x0p0f, 0x1.7fa742p-4f, 0x1.405d1p-3f, 0x1.b3c158p-3f,
            0x1.3593cap-2f, 0x1.a7c9a4p-2f, 0x1.05cc5ap-1f, 0x1.30b026p-1f,
            0x1.575664p-1f, 0x1.78455ep-1f, 0x1.931806p-1f, 0x1.a90262p-1f,
        },
        {
            0x1.cd438cp-3f, 0x1.26a8b8p-3f, 0x1.700d5ap-4f, 0x1.c874c2p-5f,
            0x1.183a48p-5f, 0x1.52d556p-6f, 0x1.9dea4p-7f, 0x1.f61ed6p-8f,
            0x1.dd48a2p-9f, 0x1.5e9a0cp-10f, 0x1.03f7c2p-11f, 0x1.7dbb92p-13f,
            0x1.16fef8p-14f, 0x1.9dff2ep-16f, 0x1.300024p-17f, 0x1.bfffdp-19f,
            0x1.8cc444p-21f, 0x1.b30fdap-24f, 0x0p0f, 0x0p0f,
            0x1p0f, 0x1.fb8214p-1f, 0x1.f378bap-1f, 0x1.e8d22ap-1f,
            0x1.d1343cp-1f, 0x1.a84e8p-1f, 0x1.7a22d6p-1f, 0x1.4aae96p-1f,
            0x1.19c3b2p-1f, 0x1.d6f42ap-2f, 0x1.854b5ap-2f, 0x1.3e6716p-2f,
        },
        {
            -0x1.960332p-3f, -0x1.10a3dp-3f, -0x1.5f209ap-4f, -0x1.bb8e88p-5f,
            -0x1.13648p-5f, -0x1.4f4f6ep-6f, -0x1.9b4a9cp-7f, -0x1.f430d6p-8f,
            -0x1.dc6116p-9f, -0x1.5e5712p-10f, -0x1.03e284p-11f, -0x1.7daab8p-13f,
            -0x1.16f936p-14f, -0x1.9def68p-16f, -0x1.300366p-17f, -0x1.bff2fap-19f,
            -0x1.ebbb38p-21f, 0x1.7cb8fep-25f, 0x0p0f, 0x0p0f,
            0x1.0eebacp-30f, -0x1.7c4996p-4f, -0x1.38863cp-3f, -0x1.a0074ap-3f,
            -0x1.194832p-2f, -0x1.5f33d8p-2f, -0x1.82b34ep-2f, -0x1.8992dap-2f,
            -0x1.79e446p-2f, -0x1.5a1b2ep-2f, -0x1.327d1ep-2f, -0x1.084e14p-2f,
        },
        {
            0x1.97421ep-4f, 0x1.3416fap-4f, 0x1.a8991p-5f, 0x1.16dedep-5f,
            0x1.627776p-6f, 0x1.b5c186p-7f, 0x1.0eb6d4p-7f, 0x1.4ae5c2p-8f,
            0x1.3c6cecp-9f, 0x1.d278aap-11f, 0x1.5a5c48p-12f, 0x1.fccf32p-14f,
            0x1.73e4bcp-15f, 0x1.13f928p-16f, 0x1.954fc6p-18f, 0x1.2aa69p-19f,
            0x1.f30716p-22f, 0x1.0176fep-24f, 0x0p0f, 0x0p0f,
            -0x1.555574p-2f, -0x1.4969c6p-2f, -0x1.349132p-2f, -0x1.198822p-2f,
            -0x1.c22a7p-3f, -0x1.130564p-3f, -0x1.b2c3e6p-5f, 0x1.b87f1cp-7f,
            0x1.0632e8p-4f, 0x1.856f84p-4f, 0x1.be2b8ap-4f, 0x1.c51668p-4f,
        },
        {
            -0x1.5b3c36p-6f, -0x1.9bc37cp-6f, -0x1.55bc82p-6f, -0x1.ece736p-7f,
            -0x1.4a0228p-7f, -0x1.a44p-8f, -0x1.08670ep-8f, -0x1.46b15cp-9f,
            -0x1.3da8b4p-10f, -0x1.d6ac9cp-12f, -0x1.5dfd88p-13f, -0x1.015934p-14f,
            -0x1.77d47p-16f, -0x1.17d75ep-17f, -0x1.982816p-19f, -0x1.2e8c48p-20f,
            0x1.53bab2p-22f, -0x1.0c929p-21f, 0x0p0f, 0x0p0f,
            0x1.0ae426p-15f, 0x1.f40006p-5f, 0x1.915392p-4f, 0x1.0350ccp-3f,
            0x1.42d72ap-3f, 0x1.5b3fd8p-3f, 0x1.38f88ep-3f, 0x1.ebdp-4f,
            0x1.4810c2p-4f, 0x1.5f89fp-5f, 0x1.cebc02p-7f, -0x1.751be2p-8f,
        },
        {
            -0x1.3a5946p-7f, 0x1.722d2ep-10f, 0x1.2c34fep-8f, 0x1.261f6p-8f,
            0x1.c082b6p-9f, 0x1.347324p-9f, 0x1.912984p-10f, 0x1.fb31e6p-11f,
            0x1.f4abacp-12f, 0x1.77bbfp-13f, 0x1.15f33ap-14f, 0x1.9a64dcp-16f,
            0x1.2eeb8cp-17f, 0x1.bd7c0ap-19f, 0x1.46dd3ep-20f, 0x1.e1f96cp-22f,
            0x1.b08548p-23f, 0x1.a3fbfp-25f, 0x0p0f, 0x0p0f,
            0x1.0fd53cp-3f, 0x1.beae98p-4f, 0x1.05ac46p-3f, 0x1.5b3776p-6f,
            0x1.5feabp-5f, -0x1.275588p-7f, -0x1.7d734p-5f, -0x1.012178p-4f,
            -0x1.eccc82p-5f, -0x1.a12212p-5f, -0x1.4f624cp-5f, -0x1.b3657ep-6f,
        },
    },
};

inline constexpr piecewise<float, 8, 8> tanh_pieces_8{
    .error = 0x1.4fep-26,
    .centre = {
            0x1.b7a8p0f, 0x1.5c504p1f, 0x1.0de08p2f, 0x1.8e06cp2f,
            0x1.2719p3f, 0x0p0f, 0x1.8c54p-2f, 0x1.f18dp-1f,
    },
    .c = {
        {
            0x1.e0069p-1f, 0x1.fb960cp-1f, 0x1.ffc704p-1f, 0x1.fffef6p-1f,
            0x1p0f, 0x0p0f, 0x1.79a8p-2f, 0x1.7fbc7ep-1f,
        },
        {
            0x1.ef9d94p-4f, 0x1.19454ap-6f, 0x1.c7c3ecp-11f, 0x1.09fe0ep-16f,
            0x1.4b7ee2p-25f, 0x1p0f, 0x1.ba5bf8p-1f, 0x1.c0ca74p-2f,
        },
        {
            -0x1.d0aa0ap-4f, -0x1.16d88ep-6f, -0x1.c7929ap-11f, -0x1.09ff54p-16f,
            -0x1.c1ec8ap-24f, -0x1.282cb8p-37f, -0x1.4649dcp-2f, -0x1.505caap-2f,
        },
        {
            0x1.0e6fd2p-4f, 0x1.6d5e12p-7f, 0x1.2f984ep-11f, 0x1.62d934p-17f,
            0x1.d9c3eep-26f, -0x1.555556p-2f, -0x1.5d22b6p-3f, 0x1.9a01d4p-4f,
        },
        {
            -0x1.8aab82p-6f, -0x1.60a37p-8f, -0x1.2f02dep-12f, -0x1.62bb7ap-18f,
            0x1.8d42acp-25f, 0x1.387476p-20f, 0x1.5a466p-3f, 0x1.1a5f3ep-5f,
        },
        {
            0x1.add01ap-9f, 0x1.063694p-9f, 0x1.def6a6p-14f, 0x1.18fa38p-19f,
            0x1.12bb5cp-28f, 0x1.10fca6p-3f, 0x1.bcfb78p-7f, -0x1.956242p-5f,
        },
        {
            0x1.423926p-9f, -0x1.29aebap-11f, -0x1.3de4a2p-15f, -0x1.77ba56p-21f,
            -0x1.70aa6ep-26f, 0x1.2c4fbep-11f, -0x1.16982ap-4f, 0x1.2be768p-6f,
        },
        {
            -0x1.283ff8p-9f, 0x1.a522b6p-14f, 0x1.92dc9p-17f, 0x1.e927b6p-23f,
            0x1.cf5226p-31f, -0x1.dc779ap-5f, 0x1.0909e6p-6f, 0x1.29bcccp-8f,
        },
        {
            0x1.ce7f3p-11f, 0x1.06cb46p-18f, -0x1.7f00ecp-19f, -0x1.e0b1d6p-25f,
            0x1.17b242p-29f, 0x1.efb514p-7f, 0x1.95a00ap-7f, -0x1.00eca8p-7f,
        },
    },
};
// clang-format on

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
