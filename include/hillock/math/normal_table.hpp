// Tables and polynomials for the normal distribution function, with ratio(a) = Phi(-a) e^(a^2/2),
// tail(a) = a Phi(-a), bend(a) = Phi(-a) - a phi(a) and slope(a) = bend(a) e^(a^2/2) / (a - root). Errors are relative.
// SPDX-License-Identifier: MIT
// Made by tools/coefficients/normal.py.
#pragma once

#include "piecewise.hpp"
#include "polynomial.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math::normal {

/// middle + middle_lo + linear t + square t^2 + t^3 rest(t) with t = (a - 4) / (a + 4); `error` is that of all.
template <std::size_t Degree>
struct centred {
  double middle, middle_lo, linear, square;
  polynomial<double, Degree> rest;
};

/// p(x) / (q(x) + x^Below), for lo <= x <= hi.
template <std::size_t Above, std::size_t Below>
struct rational {
  double lo, hi, error;
  double p[Above + 1], q[Below];
};

/// 1 - (s + shift) / (s (s + linear) + constant) with s = a^2, lo <= a <= hi.
struct far_fraction {
  double lo, hi, error;
  float shift, linear, constant;
};

// clang-format off
// The root of bend, in two words
inline constexpr double root_hi = 0x1.80ead197f00b4p-1, root_lo = -0x1.13e74c58cada8p-56;
// phi(0) = 1 / sqrt(2 pi)
template <element T>
inline constexpr T density_at_0 = static_cast<T>(0x1.9884533d43651p-2);

// (a + 4) ratio(a), a <= 39
inline constexpr centred<20> ratio{
    .middle = 0x1.82b4bb8c94dcep-1, .middle_lo = -0x1.a5dc8d76580f4p-56,
    .linear = -0x1.373e3a893c28ap-1, .square = 0x1.8c6dbf2cfc2b3p-2,
    .rest = {.lo = -0x1p0, .hi = 0x1.a0cp-1, .error = 0x1.27p-59, .c = {
        -0x1.7dff2bff683bdp-3,
        0x1.eec4cc3e4d4e4p-5,
        -0x1.ee2761047805ep-8,
        -0x1.c81719d57fa02p-9,
        0x1.ab825fbf93a74p-10,
        0x1.17a4ae58142fdp-13,
        -0x1.e4a4251c5a77dp-13,
        -0x1.001e939fd4e69p-19,
        0x1.26d093765d954p-15,
        0x1.80b6288d61b48p-21,
        -0x1.8d4a8692e91a3p-18,
        -0x1.51f06a3e7cf06p-21,
        0x1.12317848ba5a4p-20,
        0x1.2364f30133c8dp-22,
        -0x1.4cac7a5e799dap-23,
        -0x1.6ccc8586cba9bp-24,
        0x1.ca4fa5dc9266ap-27,
        0x1.4bec12ee81e2dp-26,
        0x1.f5ad10f329c24p-30,
        -0x1.4f59d9add333cp-29,
        -0x1.7a87d753ca7b5p-31,
    }},
};

// slope(a), a <= 39
inline constexpr centred<19> slope{
    .middle = -0x1.d94de78425463p-2, .middle_lo = 0x1.b9b6c59b097a8p-58,
    .linear = 0x1.a763001ac67ddp-4, .square = -0x1.ef4ff8013799fp-5,
    .rest = {.lo = -0x1p0, .hi = 0x1.a0cp-1, .error = 0x1.9dp-60, .c = {
        0x1.cc1e2623d9237p-6,
        -0x1.37754d816b887p-7,
        0x1.d4c8222aa48f4p-10,
        0x1.443f63e0960cep-13,
        -0x1.85999c2f40b2ep-13,
        0x1.2538129ed6536p-16,
        0x1.2e9380ea605a4p-16,
        -0x1.dafc06a105e0dp-19,
        -0x1.2987857317f1p-19,
        0x1.083e74f310098p-21,
        0x1.77347b8506916p-22,
        -0x1.c25cc36691f83p-25,
        -0x1.1021c66933609p-24,
        0x1.a354ed190d789p-31,
        0x1.88bb28f87c6ap-27,
        0x1.e62825a39638bp-30,
        -0x1.d602a40e2cd37p-30,
        -0x1.340bd320253a8p-31,
        0x1.467fb53d967fep-33,
        0x1.3e82cbc2e9f21p-34,
    }},
};

// ratio(a)
inline constexpr rational<4, 5> single_ratio{
    .lo = 0x0p0, .hi = 0x1.ep3, .error = 0x1.b68p-28,
    .p = {
        0x1.803573ef32c52p5,
        0x1.518e9c0e2eb76p5,
        0x1.1abc7e875b8e1p4,
        0x1.f6a31d076a07ep1,
        0x1.9885725ecb902p-2,
    },
    .q = {
        0x1.803573c6b7bfap6,
        0x1.420e45e2ca528p7,
        0x1.cf303d8ce985p6,
        0x1.6a3f2a5e29af8p5,
        0x1.3afffb5122112p3,
    },
};

// slope(a)
inline constexpr rational<4, 4> single_slope{
    .lo = 0x0p0, .hi = 0x1.ep3, .error = 0x1.24ap-27,
    .p = {
        -0x1.957295ee1895ap4,
        -0x1.cbc52c7e136dp4,
        -0x1.cd79b2f9c35d5p3,
        -0x1.d398b777af9a3p1,
        -0x1.9884e76daf0abp-2,
    },
    .q = {
        0x1.30cfe3f579807p5,
        0x1.aa9cffd980a6fp5,
        0x1.e4230828ea64dp4,
        0x1.0cf95312b028p3,
    },
};

// e^(-r/2) = (q(r^2) - r p(r^2)) / (q(r^2) + r p(r^2))
inline constexpr rational<1, 1> single_exp_of_half{
    .lo = -0x1.63p-1, .hi = 0x1.63p-1, .error = 0x1.a02p-33,
    .p = {
        0x1.40119d9c6a334p3,
        0x1.54f7cdba2313cp-5,
    },
    .q = {
        0x1.40119d9f47022p5,
    },
};

// e^(-r/2) - 1 = r p(r), error relative to e^(-r/2)
inline constexpr polynomial<float, 2> exp_of_half{
    .lo = -0x1.632p-5, .hi = 0x1.632p-5, .error = 0x1.422p-29, .c = {
        -0x1p-1f,
        0x1.0001ecp-3f,
        -0x1.55562ep-6f,
    }};

// 2^(j/16) 2 phi(0), and what rounding took
alignas(64) inline constexpr float density_power_hi[16] = {
    0x1.988454p-1f, 0x1.aa9a7ep-1f, 0x1.bd7da8p-1f, 0x1.d136e2p-1f,
    0x1.e5cfaap-1f, 0x1.fb51e4p-1f, 0x1.08e3f4p0f, 0x1.149e3ep0f,
    0x1.20dd76p0f, 0x1.2da77ap0f, 0x1.3b0274p0f, 0x1.48f4cep0f,
    0x1.578538p0f, 0x1.66bab6p0f, 0x1.769c94p0f, 0x1.873276p0f,
};
alignas(64) inline constexpr float density_power_lo[16] = {
    -0x1.857936p-26f, -0x1.eed57p-29f, -0x1.874d84p-26f, 0x1.7aff8p-26f,
    0x1.61d0f4p-26f, 0x1.9dadfcp-26f, -0x1.0309c4p-25f, 0x1.171856p-27f,
    -0x1.f7ac92p-25f, 0x1.62b8b8p-25f, 0x1.b4028ep-26f, -0x1.bdd8f6p-25f,
    0x1.d202cep-26f, 0x1.c6f4a2p-31f, 0x1.798c72p-25f, 0x1.900c9p-26f,
};

// tail(a) / phi(a)
inline constexpr far_fraction far_tail{.lo = 0x1.5p2, .hi = 0x1.ep3, .error = 0x1.4e8p-27,
    .shift = 0x1.7950ecp2f, .linear = 0x1.1ca1f8p3f, .constant = 0x1.79e84ap3f};

// -bend(a) / (a phi(a))
inline constexpr far_fraction far_bend{.lo = 0x1.5p2, .hi = 0x1.ep3, .error = 0x1.63ep-29,
    .shift = 0x1.13a794p2f, .linear = 0x1.53a492p2f, .constant = 0x1.2ace72p1f};

// On interval i, a^2 interval_square + a interval_linear rounds to i.
inline constexpr float interval_square = 0x1.cp-2f;
inline constexpr float interval_linear = 0x1.d48p1f;
inline constexpr float intervals_end = 0x1.5p2f;

inline constexpr piecewise<float, 32, 6> twice_tail_pieces{
    .error = 0x1.f06p-29,
    .centre = {
            0x0p0f, 0x1.0ecp-2f, 0x1.05c6p-1f, 0x1.8117p-1f,
            0x1.f3ddp-1f, 0x1.3143p0f, 0x1.67108p0f, 0x1.9a818p0f,
            0x1.ccafp0f, 0x1.fcdc8p0f, 0x1.15a5p1f, 0x1.2c65cp1f,
            0x1.42b1cp1f, 0x1.57f3p1f, 0x1.6d298p1f, 0x1.819c8p1f,
            0x1.95878p1f, 0x1.a98f8p1f, 0x1.bc66p1f, 0x1.cf834p1f,
            0x1.e1fb8p1f, 0x1.f4b0cp1f, 0x1.02f18p2f, 0x1.0bfd2p2f,
            0x1.148ecp2f, 0x1.1d18ap2f, 0x1.257cep2f, 0x1.2e08ap2f,
            0x1.360b6p2f, 0x1.3defp2f, 0x1.46184p2f, 0x1.4df3ap2f,
    },
    .c = {
        {
            0x0p0f, 0x1.ac9484p-3f, 0x1.3eec2ep-2f, 0x1.5c19dap-2f,
            0x1.48d4p-2f, 0x1.1c9e26p-2f, 0x1.cdb89p-3f, 0x1.655b32p-3f,
            0x1.091ad8p-3f, 0x1.7d5d78p-4f, 0x1.0b3514p-4f, 0x1.6bfcdep-5f,
            0x1.e34a1p-6f, 0x1.3d4ff4p-6f, 0x1.9512ccp-7f, 0x1.ff6916p-8f,
            0x1.3e7abap-8f, 0x1.81bb2ep-9f, 0x1.d668bep-10f, 0x1.165f58p-10f,
            0x1.4828fap-11f, 0x1.77ffacp-12f, 0x1.ba17ap-13f, 0x1.efbc04p-14f,
            0x1.193ea6p-14f, 0x1.3a0986p-15f, 0x1.5c0878p-16f, 0x1.76cc06p-17f,
            0x1.9cc658p-18f, 0x1.c3b574p-19f, 0x1.dc6894p-20f, 0x1.fab06cp-21f,
        },
        {
            0x1p0f, 0x1.2cedb6p-1f, 0x1.013a5ap-2f, -0x1.30eddep-12f,
            -0x1.3ced3ap-3f, -0x1.dfb1fap-3f, -0x1.07f016p-2f, -0x1.f590eap-3f,
            -0x1.b3186ep-3f, -0x1.628818p-3f, -0x1.139882p-3f, -0x1.9ae094p-4f,
            -0x1.27717cp-4f, -0x1.9ff5fp-5f, -0x1.1b28eep-5f, -0x1.7acf3ep-6f,
            -0x1.f1800cp-7f, -0x1.3cd85ap-7f, -0x1.942e02p-8f, -0x1.f3a30cp-9f,
            -0x1.329506p-9f, -0x1.6d438cp-10f, -0x1.bc8ee4p-11f, -0x1.022236p-11f,
            -0x1.2e6da4p-12f, -0x1.5c4932p-13f, -0x1.8d843cp-14f, -0x1.b8b714p-15f,
            -0x1.f2663ep-16f, -0x1.17b82cp-16f, -0x1.2ea9a8p-17f, -0x1.49b9f6p-18f,
        },
        {
            -0x1.988454p-1f, -0x1.7cb1e6p-1f, -0x1.379cfap-1f, -0x1.b994eep-2f,
            -0x1.09887cp-2f, -0x1.d001e4p-4f, -0x1.3ff588p-8f, 0x1.021be4p-4f,
            0x1.90ca2p-4f, 0x1.ba28e2p-4f, 0x1.a47e96p-4f, 0x1.6d033ap-4f,
            0x1.289fc2p-4f, 0x1.cd6bc2p-5f, 0x1.56d6bep-5f, 0x1.eeb202p-6f,
            0x1.5b685cp-6f, 0x1.d6e5d6p-7f, 0x1.3d20ecp-7f, 0x1.9cd268p-8f,
            0x1.0983eep-8f, 0x1.4aef3ap-9f, 0x1.a2fc7ep-10f, 0x1.fa3f5ep-11f,
            0x1.336a7ap-11f, 0x1.6e6d78p-12f, 0x1.b01174p-13f, 0x1.ee97ap-14f,
            0x1.1fe366p-14f, 0x1.4c35a4p-15f, 0x1.719304p-16f, 0x1.9d341ap-17f,
        },
        {
            0x1.5a143ap-20f, 0x1.1149d8p-3f, 0x1.c8cb4ep-3f, 0x1.0914bp-2f,
            0x1.f702ap-3f, 0x1.9b3c6ap-3f, 0x1.225c08p-3f, 0x1.58fd16p-4f,
            0x1.27b96cp-5f, 0x1.d554ccp-10f, -0x1.3cfa76p-6f, -0x1.eaf4fcp-6f,
            -0x1.0d9efp-5f, -0x1.fdeaccp-6f, -0x1.b79844p-6f, -0x1.645b82p-6f,
            -0x1.139834p-6f, -0x1.9695fap-7f, -0x1.26003p-7f, -0x1.989f7cp-8f,
            -0x1.168876p-8f, -0x1.6e9ca4p-9f, -0x1.e66dbap-10f, -0x1.33cf96p-10f,
            -0x1.85ae66p-11f, -0x1.e31c1ep-12f, -0x1.278512p-12f, -0x1.5ea4p-13f,
            -0x1.a59462p-14f, -0x1.f597cep-15f, -0x1.1fa64ap-15f, -0x1.4adb1ep-16f,
        },
        {
            0x1.104bap-3f, 0x1.ce64cp-4f, 0x1.0b7a82p-4f, 0x1.277aeep-7f,
            -0x1.2a444ap-5f, -0x1.06f446p-4f, -0x1.2c7228p-4f, -0x1.1622d8p-4f,
            -0x1.b94da6p-5f, -0x1.2febc6p-5f, -0x1.6030c2p-6f, -0x1.24a11ep-7f,
            -0x1.144982p-13f, 0x1.495a52p-8f, 0x1.edc9ecp-8f, 0x1.0a25dp-7f,
            0x1.f1002ep-8f, 0x1.a7292p-8f, 0x1.55462ep-8f, 0x1.04866ep-8f,
            0x1.804d22p-9f, 0x1.0f9fd6p-9f, 0x1.7e7476p-10f, 0x1.00342ap-10f,
            0x1.550152p-11f, 0x1.baf77ep-12f, 0x1.1aeb44p-12f, 0x1.5dd88p-13f,
            0x1.b463ecp-14f, 0x1.0cbd7ap-14f, 0x1.3ef062p-15f, 0x1.7a914p-16f,
        },
        {
            0x1.6feabap-13f, -0x1.e0bc76p-6f, -0x1.727e68p-5f, -0x1.746c1p-5f,
            -0x1.15ff38p-5f, -0x1.15dac8p-6f, -0x1.6f8e4ap-11f, 0x1.5f485p-7f,
            0x1.1495f2p-6f, 0x1.2a1b32p-6f, 0x1.074db4p-6f, 0x1.919564p-7f,
            0x1.06b6dcp-7f, 0x1.24fc52p-8f, 0x1.b6618cp-10f, -0x1.807ap-14f,
            -0x1.2a030ep-10f, -0x1.a64ff6p-10f, -0x1.bf62dp-10f, -0x1.9a1a32p-10f,
            -0x1.5b31a8p-10f, -0x1.11545ap-10f, -0x1.9f9fd6p-11f, -0x1.2eeabcp-11f,
            -0x1.ae568ap-12f, -0x1.280532p-12f, -0x1.8d18dep-13f, -0x1.021d2ap-13f,
            -0x1.506434p-14f, -0x1.afbe42p-15f, -0x1.0a54eep-15f, -0x1.48cef6p-16f,
        },
        {
            -0x1.4d4a6ep-6f, -0x1.13733ap-6f, -0x1.6d87d8p-8f, 0x1.51a5a6p-8f,
            0x1.86ad08p-7f, 0x1.ba3cep-7f, 0x1.6cea18p-7f, 0x1.f9b8f4p-8f,
            0x1.6ff52cp-9f, -0x1.5da9d4p-11f, -0x1.b42c4ep-9f, -0x1.0b1346p-8f,
            -0x1.fa42bcp-9f, -0x1.84817ep-9f, -0x1.0ef1b6p-9f, -0x1.9d8fa8p-10f,
            -0x1.f8342p-11f, -0x1.8e0868p-12f, 0x1.4fd46cp-14f, 0x1.0b9292p-12f,
            0x1.ab939p-12f, 0x1.56ed7p-12f, 0x1.0c5ae6p-12f, 0x1.0648cap-12f,
            0x1.9ee808p-13f, 0x1.284ccep-13f, 0x1.8ab94p-14f, 0x1.1beb4p-14f,
            0x1.834f5ep-15f, 0x1.03278ap-15f, 0x1.53f388p-16f, 0x1.c1f5f4p-17f,
        },
    },
};

inline constexpr piecewise<float, 32, 6> bend_pieces{
    .error = 0x1.254p-25,
    .centre = {
            0x1.11f8p-4f, 0x1.0d4ep-2f, 0x1.06bdp-1f, 0x1.80ead2p-1f,
            0x1.f479p-1f, 0x1.31bc8p0f, 0x1.66a98p0f, 0x1.9ad78p0f,
            0x1.cc71p0f, 0x1.fcac8p0f, 0x1.1558cp1f, 0x1.2c85cp1f,
            0x1.427c4p1f, 0x1.581fp1f, 0x1.6cd64p1f, 0x1.816ccp1f,
            0x1.958cp1f, 0x1.a994p1f, 0x1.bc9ecp1f, 0x1.cfab4p1f,
            0x1.e2004p1f, 0x1.f47dcp1f, 0x1.03002p2f, 0x1.0c15ep2f,
            0x1.1493ep2f, 0x1.1d0bp2f, 0x1.2570ap2f, 0x1.2dff4p2f,
            0x1.35e7p2f, 0x1.3dee8p2f, 0x1.45f22p2f, 0x1.4df7cp2f,
    },
    .c = {
        {
            0x1.c96ebcp-2f, 0x1.2e00eep-2f, 0x1.fdc352p-4f, -0x1.6737d8p-28f,
            -0x1.3e304cp-4f, -0x1.e08d1ep-4f, -0x1.07ebcap-3f, -0x1.f539fap-4f,
            -0x1.b37972p-4f, -0x1.62dbp-4f, -0x1.14932ap-4f, -0x1.9a2a2ap-5f,
            -0x1.2869b8p-5f, -0x1.9eb91p-6f, -0x1.1ce7fap-6f, -0x1.7c40eap-7f,
            -0x1.f14f34p-8f, -0x1.3cb74p-8f, -0x1.91fcf4p-9f, -0x1.f19ff4p-10f,
            -0x1.326d9ep-10f, -0x1.6f5456p-11f, -0x1.bb1082p-12f, -0x1.009bbcp-12f,
            -0x1.2e0b3ap-13f, -0x1.5d81bep-14f, -0x1.8ecf8cp-15f, -0x1.b9d93cp-16f,
            -0x1.f789a4p-17f, -0x1.17c28ep-17f, -0x1.321f16p-18f, -0x1.494f7ep-19f,
        },
        {
            -0x1.96b13cp-1f, -0x1.7cfbc2p-1f, -0x1.36f784p-1f, -0x1.b9d99p-2f,
            -0x1.08a2aep-2f, -0x1.cb703ap-4f, -0x1.6bd6a2p-8f, 0x1.0376d2p-4f,
            0x1.905e66p-4f, 0x1.ba249ep-4f, 0x1.a50b78p-4f, 0x1.6ca72p-4f,
            0x1.2948ccp-4f, 0x1.cc64eep-5f, 0x1.588436p-5f, 0x1.f04142p-6f,
            0x1.5b4b4ep-6f, 0x1.d6bafap-7f, 0x1.3b9aaap-7f, 0x1.9b53eap-8f,
            0x1.0964e8p-8f, 0x1.4ca674p-9f, 0x1.a1af82p-10f, 0x1.f776eap-11f,
            0x1.330ce6p-11f, 0x1.6fa27cp-12f, 0x1.b16558p-13f, 0x1.efcc2ap-14f,
            0x1.22b58ap-14f, 0x1.4c4168p-15f, 0x1.759c78p-16f, 0x1.9cb436p-17f,
        },
        {
            0x1.b3ba0cp-5f, 0x1.97f648p-3f, 0x1.57593ep-2f, 0x1.8d9a96p-2f,
            0x1.78fd84p-2f, 0x1.33b286p-2f, 0x1.b4f634p-3f, 0x1.01a4ecp-3f,
            0x1.be181ep-5f, 0x1.75c4d8p-9f, -0x1.d67d34p-6f, -0x1.70a242p-5f,
            -0x1.946c0ap-5f, -0x1.7e1b9ap-5f, -0x1.4aa434p-5f, -0x1.0bd90ep-5f,
            -0x1.9d49p-6f, -0x1.30d91p-6f, -0x1.b73acep-7f, -0x1.3183c8p-7f,
            -0x1.a1a34p-8f, -0x1.143bcp-8f, -0x1.6bcbe6p-9f, -0x1.cb67bep-10f,
            -0x1.23f1eep-10f, -0x1.6b714ep-11f, -0x1.bc8c64p-12f, -0x1.07948cp-12f,
            -0x1.3f1a2cp-13f, -0x1.783e7p-14f, -0x1.b3f28p-15f, -0x1.efb8p-16f,
        },
        {
            0x1.0d9fb8p-2f, 0x1.cf1c0ep-3f, 0x1.09b76ap-3f, 0x1.2a42cp-6f,
            -0x1.2be256p-4f, -0x1.07990ep-3f, -0x1.2c724cp-3f, -0x1.15d438p-3f,
            -0x1.b9f98p-4f, -0x1.30741ep-4f, -0x1.634ec2p-5f, -0x1.22be4ep-6f,
            -0x1.9ecdd2p-12f, 0x1.4b807ep-7f, 0x1.ec85e4p-7f, 0x1.0a2668p-6f,
            0x1.f0dde8p-7f, 0x1.a705ep-7f, 0x1.544ebp-7f, 0x1.03e8a8p-7f,
            0x1.80451p-8f, 0x1.10b2bep-8f, 0x1.7d7b7ep-9f, 0x1.fe30bap-10f,
            0x1.54b6fap-10f, 0x1.bc3886p-11f, 0x1.1ba24p-11f, 0x1.5e931ap-12f,
            0x1.b81f0cp-13f, 0x1.0cc1bap-13f, 0x1.4208c6p-14f, 0x1.7a2d7ap-15f,
        },
        {
            -0x1.473548p-6f, -0x1.2a4674p-4f, -0x1.d096p-4f, -0x1.d3016ap-4f,
            -0x1.5aed6ap-4f, -0x1.5a4e96p-5f, -0x1.2ad3dap-9f, 0x1.bdd77cp-6f,
            0x1.59eff4p-5f, 0x1.71d1a8p-5f, 0x1.475c48p-5f, 0x1.f1ab62p-6f,
            0x1.4b23dp-6f, 0x1.6d9ba8p-7f, 0x1.1ed018p-8f, -0x1.0a9672p-12f,
            -0x1.7d3352p-9f, -0x1.0bf38ap-8f, -0x1.17fd2ep-8f, -0x1.ffe554p-9f,
            -0x1.af7c2p-9f, -0x1.54d8aep-9f, -0x1.03c6aap-9f, -0x1.777c14p-10f,
            -0x1.0b74cap-10f, -0x1.71a37ep-11f, -0x1.f1aa8p-12f, -0x1.43513cp-12f,
            -0x1.a7bd6cp-13f, -0x1.0d8f04p-13f, -0x1.4fb13ep-14f, -0x1.98f378p-15f,
        },
        {
            -0x1.f4483ap-5f, -0x1.7c9f6cp-5f, -0x1.0a9102p-6f, 0x1.d8bd46p-7f,
            0x1.1f87e6p-5f, 0x1.4da9fcp-5f, 0x1.1d79f8p-5f, 0x1.6d5184p-6f,
            0x1.2298bep-7f, -0x1.1849f8p-9f, -0x1.1c1fa6p-7f, -0x1.7f4a56p-7f,
            -0x1.78f4fp-7f, -0x1.3d1d8p-7f, -0x1.ced944p-8f, -0x1.26c1aap-8f,
            -0x1.3a8edep-9f, -0x1.a4401cp-11f, 0x1.d656c8p-13f, 0x1.7558bep-11f,
            0x1.e49f9ap-11f, 0x1.efe4a6p-11f, 0x1.bd7832p-11f, 0x1.6e396ap-11f,
            0x1.1f9fb2p-11f, 0x1.aeb0e4p-12f, 0x1.37ac68p-12f, 0x1.ae27cp-13f,
            0x1.2978b2p-13f, 0x1.8edfep-14f, 0x1.04b746p-14f, 0x1.4b3164p-15f,
        },
        {
            0x1.c61a36p-7f, 0x1.00d9ecp-6f, 0x1.59964ap-6f, 0x1.437a22p-6f,
            0x1.731e14p-7f, -0x1.69a1f4p-11f, -0x1.10e2bcp-7f, -0x1.79779p-7f,
            -0x1.64680ap-7f, -0x1.fd0ca4p-8f, -0x1.4e5dfp-8f, -0x1.27b318p-10f,
            0x1.188502p-10f, 0x1.3cbdbep-9f, 0x1.52b188p-9f, 0x1.4ac25cp-9f,
            0x1.3002f6p-9f, 0x1.67d212p-10f, 0x1.44503cp-11f, 0x1.02916ap-11f,
            0x1.bb9084p-13f, -0x1.9e05fap-15f, -0x1.7845dcp-13f, -0x1.949d86p-13f,
            -0x1.9a8b38p-13f, -0x1.551a6cp-13f, -0x1.1b7a12p-13f, -0x1.90fc88p-14f,
            -0x1.1ed412p-14f, -0x1.b1f704p-15f, -0x1.3896fep-15f, -0x1.9ba21p-16f,
        },
    },
};
// clang-format on

}  // namespace hillock::inline HILLOCK_NAMESPACE::math::normal
