// oneDNN's elementwise primitives on one thread. A primitive is made at the first call for a size and its memory, as a
// network makes it once.
// SPDX-License-Identifier: MIT
#include <dlfcn.h>

#include <oneapi/dnnl/dnnl.hpp>
#include <string>
#include <string_view>
#include <unordered_map>

#include "../peer.hpp"

namespace bench {
namespace {

using dnnl::algorithm;

// One algorithm's primitives for arrays of n elements, in the given direction.
struct prepared {
  const float* x = nullptr;
  float* y = nullptr;
  std::size_t n = 0;
  dnnl::primitive run;
  std::unordered_map<int, dnnl::memory> memory;

  bool fits(const arrays<float>& a) const { return x == a.x && y == a.y && n == a.n; }
};

const dnnl::engine& engine() {
  static const dnnl::engine cpu = [] {
    // Whichever OpenMP the library was linked with.
    if (void* f = dlsym(RTLD_DEFAULT, "omp_set_num_threads")) reinterpret_cast<void (*)(int)>(f)(1);
    return dnnl::engine(dnnl::engine::kind::cpu, 0);
  }();
  return cpu;
}

prepared prepare(const arrays<float>& a, algorithm f, float alpha, bool backward) {
  const dnnl::memory::desc array({static_cast<dnnl::memory::dim>(a.n)}, dnnl::memory::data_type::f32,
                                 dnnl::memory::format_tag::a);
  const auto memory = [&](const float* p) { return dnnl::memory(array, engine(), const_cast<float*>(p)); };
#if DNNL_VERSION_MAJOR < 3
  const dnnl::eltwise_forward::primitive_desc forward({dnnl::prop_kind::forward, f, array, alpha}, engine());
#else
  const dnnl::eltwise_forward::primitive_desc forward(engine(), dnnl::prop_kind::forward, f, array, array, alpha);
#endif
  if (!backward)
    return {a.x, a.y, a.n, dnnl::eltwise_forward(forward), {{DNNL_ARG_SRC, memory(a.x)}, {DNNL_ARG_DST, memory(a.y)}}};
#if DNNL_VERSION_MAJOR < 3
  const dnnl::eltwise_backward::primitive_desc chain({f, array, array, alpha}, engine(), forward);
#else
  const dnnl::eltwise_backward::primitive_desc chain(engine(), f, array, array, array, alpha, forward);
#endif
  return {a.x,
          a.y,
          a.n,
          dnnl::eltwise_backward(chain),
          {{DNNL_ARG_SRC, memory(a.x)}, {DNNL_ARG_DIFF_DST, memory(a.grad_y)}, {DNNL_ARG_DIFF_SRC, memory(a.y)}}};
}

// A function for each: routines are plain pointers. alpha is in thousandths because clang 14 takes no float here.
template <algorithm F, int Alpha, bool Backward>
void call(const arrays<float>& a) {
  static dnnl::stream stream(engine());
  static prepared ready;
  if (!ready.fits(a)) ready = prepare(a, F, static_cast<float>(Alpha) / 1000, Backward);
  ready.run.execute(stream, ready.memory);
}

template <algorithm F, int Alpha = 0>
void add(std::vector<entry>& entries, std::string_view activation) {
  entries.push_back({activation, operation::value, call<F, Alpha, false>, nullptr});
  entries.push_back({activation, operation::backward, call<F, Alpha, true>, nullptr});
}

std::vector<entry> entries() {
  std::vector<entry> all;
  add<algorithm::eltwise_exp>(all, "exp");
  add<algorithm::eltwise_tanh>(all, "tanh");
  add<algorithm::eltwise_logistic>(all, "sigmoid");
#if DNNL_VERSION_MAJOR < 3
  add<algorithm::eltwise_logsigmoid>(all, "log_sigmoid");
#else
  add<algorithm::eltwise_soft_relu, -1000>(all, "log_sigmoid");
#endif
  add<algorithm::eltwise_soft_relu, 1000>(all, "softplus");
  add<algorithm::eltwise_swish, 1000>(all, "silu");
  add<algorithm::eltwise_swish, 1702>(all, "quick_gelu");
  add<algorithm::eltwise_gelu_erf>(all, "gelu");
  add<algorithm::eltwise_gelu_tanh>(all, "gelu_tanh");
  add<algorithm::eltwise_mish>(all, "mish");
  add<algorithm::eltwise_elu, 1000>(all, "elu");
  add<algorithm::eltwise_elu, 1000>(all, "celu");
  add<algorithm::eltwise_relu>(all, "relu");
  add<algorithm::eltwise_relu, 10>(all, "leaky_relu");
  return all;
}

std::string version() {
  const dnnl_version_t* v = dnnl_version();
  return std::to_string(v->major) + '.' + std::to_string(v->minor) + '.' + std::to_string(v->patch) + ", one thread";
}

[[maybe_unused]] const bool added = add_peer({peer_kind::library, "oneDNN", version(), entries()});

}  // namespace
}  // namespace bench
