// sigmoid(-|x|) for |x| < 7.875: interval i is 1/4 wide, around i/4.
// SPDX-License-Identifier: MIT
// Made by tools/coefficients/piecewise.sollya.
#pragma once

#include "piecewise.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

// clang-format off
inline constexpr piecewise<float, 32, 5> sigmoid_pieces{
    .error = 0x1.b32p-30,
    .centre = {
            0x0p0f, 0x1.0047p-2f, 0x1.001d8p-1f, 0x1.8021cp-1f,
            0x1.ffeap-1f, 0x1.400dep0f, 0x1.7ff6p0f, 0x1.bfff6p0f,
            0x1.ffffap0f, 0x1.1ff9bp1f, 0x1.40008p1f, 0x1.60042p1f,
            0x1.7ff62p1f, 0x1.9fff1p1f, 0x1.bffbfp1f, 0x1.e00a2p1f,
            0x1.fffbbp1f, 0x1.100388p2f, 0x1.200578p2f, 0x1.2ff9ep2f,
            0x1.3fff5p2f, 0x1.4fffb8p2f, 0x1.5fffe8p2f, 0x1.7002f8p2f,
            0x1.8005a8p2f, 0x1.8ffefp2f, 0x1.a003p2f, 0x1.b00448p2f,
            0x1.bffap2f, 0x1.cffae8p2f, 0x1.e00348p2f, 0x1.effcfp2f,
    },
    .c = {
        {
            0x1p-1f, 0x1.c04354p-2f, 0x1.828c28p-2f, 0x1.4876acp-2f,
            0x1.136e08p-2f, 0x1.c803ccp-3f, 0x1.75a772p-3f, 0x1.2f34p-3f,
            0x1.e841f4p-4f, 0x1.869e96p-4f, 0x1.36b5f2p-4f, 0x1.ec2beep-5f,
            0x1.849fd2p-5f, 0x1.31ca5p-5f, 0x1.e04f34p-6f, 0x1.7858fcp-6f,
            0x1.26b962p-6f, 0x1.ccbd3p-7f, 0x1.67e6bcp-7f, 0x1.192bd6p-7f,
            0x1.b6a416p-8f, 0x1.561cacp-8f, 0x1.0abdf8p-8f, 0x1.9fc658p-9f,
            0x1.43fae6p-9f, 0x1.f91d58p-10f, 0x1.897438p-10f, 0x1.328006p-10f,
            0x1.ddd3f8p-11f, 0x1.742ff2p-11f, 0x1.21c1d8p-11f, 0x1.c38e62p-12f,
        },
        {
            -0x1p-2f, -0x1.f810ccp-3f, -0x1.e142d6p-3f, -0x1.be353p-3f,
            -0x1.92b146p-3f, -0x1.627a1cp-3f, -0x1.317b46p-3f, -0x1.02507cp-3f,
            -0x1.ae0e3cp-4f, -0x1.615e1cp-4f, -0x1.1f242p-4f, -0x1.ce9a26p-5f,
            -0x1.72302cp-5f, -0x1.266032p-5f, -0x1.d23a9p-6f, -0x1.6fb3e6p-6f,
            -0x1.216c28p-6f, -0x1.c642cp-7f, -0x1.63f2cap-7f, -0x1.16c234p-7f,
            -0x1.b3b48p-8f, -0x1.54537cp-8f, -0x1.09a808p-8f, -0x1.9e74b6p-9f,
            -0x1.432de4p-9f, -0x1.f8242ep-10f, -0x1.88dd0ap-10f, -0x1.322448p-10f,
            -0x1.dd647cp-11f, -0x1.73ec4ep-11f, -0x1.2198dap-11f, -0x1.c35c9ap-12f,
        },
        {
            0x1.4c8948p-35f, 0x1.f5fe3ap-7f, 0x1.d7ae9p-6f, 0x1.3fe736p-5f,
            0x1.7420e4p-5f, 0x1.893cccp-5f, 0x1.840658p-5f, 0x1.6ba822p-5f,
            0x1.478706p-5f, 0x1.1df82p-5f, 0x1.e727dap-6f, 0x1.970436p-6f,
            0x1.4f10b2p-6f, 0x1.10662p-6f, 0x1.b6e4a2p-7f, 0x1.5ecf66p-7f,
            0x1.17028cp-7f, 0x1.b97c8p-8f, 0x1.5c211ep-8f, 0x1.11f984p-8f,
            0x1.addf6p-9f, 0x1.50c5dap-9f, 0x1.077e6ap-9f, 0x1.9bd38ap-10f,
            0x1.4194dep-10f, 0x1.f632cap-11f, 0x1.87af1cp-11f, 0x1.316dp-11f,
            0x1.dc85b2p-12f, 0x1.736518p-12f, 0x1.2146ep-12f, 0x1.c2f90cp-13f,
        },
        {
            0x1.555538p-6f, 0x1.406abp-6f, 0x1.07120cp-6f, 0x1.6d9622p-7f,
            0x1.8219eep-8f, 0x1.2389b6p-10f, -0x1.5641fcp-9f, -0x1.4f0ba4p-8f,
            -0x1.a85a1p-8f, -0x1.c695ccp-8f, -0x1.bb9db8p-8f, -0x1.97d742p-8f,
            -0x1.67bceap-8f, -0x1.33e2a2p-8f, -0x1.01becp-8f, -0x1.a84036p-9f,
            -0x1.59036ep-9f, -0x1.15a3dcp-9f, -0x1.bbabp-10f, -0x1.60b19ap-10f,
            -0x1.16e27ap-10f, -0x1.b79d3cp-11f, -0x1.599c48p-11f, -0x1.0f0eb8p-11f,
            -0x1.a88accp-12f, -0x1.4c39e8p-12f, -0x1.038f5cp-12f, -0x1.9556eap-13f,
            -0x1.3c8612p-13f, -0x1.edcd1ap-14f, -0x1.80d3bap-14f, -0x1.2c21aap-14f,
        },
        {
            -0x1.09dd2ap-28f, -0x1.45ea52p-9f, -0x1.1d5966p-8f, -0x1.577632p-8f,
            -0x1.509fcp-8f, -0x1.1a172ap-8f, -0x1.98b28ap-9f, -0x1.f2aa58p-10f,
            -0x1.c7b2a8p-11f, -0x1.bcf11p-14f, 0x1.99b2b4p-12f, 0x1.5ce91ep-11f,
            0x1.984c06p-11f, 0x1.9cdc38p-11f, 0x1.8132b6p-11f, 0x1.55bbdcp-11f,
            0x1.252374p-11f, 0x1.eacddep-12f, 0x1.93ccbep-12f, 0x1.482936p-12f,
            0x1.07d662p-12f, 0x1.a54cfp-13f, 0x1.4e6bb8p-13f, 0x1.0853c4p-13f,
            0x1.a0617p-14f, 0x1.4748dcp-14f, 0x1.009b7cp-14f, 0x1.91c97cp-15f,
            0x1.3a6a22p-15f, 0x1.eb570cp-16f, 0x1.7f706p-16f, 0x1.2b500cp-16f,
        },
        {
            -0x1.106a62p-9f, -0x1.d8517ep-10f, -0x1.33f994p-10f, -0x1.297c24p-12f,
            0x1.a92b1p-12f, 0x1.a3798ap-11f, 0x1.067154p-10f, 0x1.d5c65p-11f,
            0x1.773d1cp-11f, 0x1.147ea4p-11f, 0x1.29bfc6p-12f, 0x1.55a6c2p-13f,
            0x1.e237p-16f, -0x1.081186p-16f, -0x1.018554p-14f, -0x1.314bbap-14f,
            -0x1.1ee292p-14f, -0x1.35f21ep-14f, -0x1.0368bp-14f, -0x1.d32624p-15f,
            -0x1.744f7ep-15f, -0x1.3f08bep-15f, -0x1.da46b4p-16f, -0x1.972024p-16f,
            -0x1.3759ep-16f, -0x1.ec3a5ap-17f, -0x1.878f1ep-17f, -0x1.3363c8p-17f,
            -0x1.ee39a6p-18f, -0x1.79cf76p-18f, -0x1.4079d4p-18f, -0x1.da187p-19f,
        },
    },
};
// clang-format on

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
