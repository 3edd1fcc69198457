// oneDNN's primitives on one thread. A primitive is made at the first call for some arrays, as a network makes it once.
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

struct prepared {
  dnnl::primitive run;
  std::unordered_map<int, dnnl::memory> memory;
};

const dnnl::engine& engine() {
  static const dnnl::engine cpu = [] {
    // Whichever OpenMP the library was linked with.
    if (void* f = dlsym(RTLD_DEFAULT, "omp_set_num_threads")) reinterpret_cast<void (*)(int)>(f)(1);
    return dnnl::engine(dnnl::engine::kind::cpu, 0);
  }();
  return cpu;
}

dnnl::memory::desc f32(const dnnl::memory::dims& sizes, dnnl::memory::format_tag order) {
  return {sizes, dnnl::memory::data_type::f32, order};
}

prepared make_elementwise(const arrays<float>& a, algorithm f, float alpha, bool backward) {
  const auto array = f32({static_cast<dnnl::memory::dim>(a.n)}, dnnl::memory::format_tag::a);
  const auto memory = [&](const float* p) { return dnnl::memory(array, engine(), const_cast<float*>(p)); };
#if DNNL_VERSION_MAJOR < 3
  const dnnl::eltwise_forward::primitive_desc forward({dnnl::prop_kind::forward, f, array, alpha}, engine());
#else
  const dnnl::eltwise_forward::primitive_desc forward(engine(), dnnl::prop_kind::forward, f, array, array, alpha);
#endif
  if (!backward) return {dnnl::eltwise_forward(forward), {{DNNL_ARG_SRC, memory(a.x)}, {DNNL_ARG_DST, memory(a.y)}}};
#if DNNL_VERSION_MAJOR < 3
  const dnnl::eltwise_backward::primitive_desc chain({f, array, array, alpha}, engine(), forward);
#else
  const dnnl::eltwise_backward::primitive_desc chain(engine(), f, array, array, array, alpha, forward);
#endif
  return {dnnl::eltwise_backward(chain),
          {{DNNL_ARG_SRC, memory(a.x)}, {DNNL_ARG_DIFF_DST, memory(a.grad_y)}, {DNNL_ARG_DIFF_SRC, memory(a.y)}}};
}

prepared make_rows(const arrays<float>& a, algorithm f, bool backward) {
  using dim = dnnl::memory::dim;
  const dim outer = static_cast<dim>(a.rows.outer), length = static_cast<dim>(a.rows.length),
            inner = static_cast<dim>(a.rows.inner);
  const auto array = a.rows.inner == 1 ? f32({outer, length}, dnnl::memory::format_tag::ab)
                                       : f32({outer, length, inner}, dnnl::memory::format_tag::abc);
  const auto memory = [&](const float* p) { return dnnl::memory(array, engine(), const_cast<float*>(p)); };
#if DNNL_VERSION_MAJOR < 3
  using softmax_forward = dnnl::softmax_v2_forward;
  using softmax_backward = dnnl::softmax_v2_backward;
  const softmax_forward::primitive_desc forward({dnnl::prop_kind::forward, f, array, array, 1}, engine());
#else
  using dnnl::softmax_backward, dnnl::softmax_forward;
  const softmax_forward::primitive_desc forward(engine(), dnnl::prop_kind::forward, f, array, array, 1);
#endif
  if (!backward) return {softmax_forward(forward), {{DNNL_ARG_SRC, memory(a.x)}, {DNNL_ARG_DST, memory(a.y)}}};
#if DNNL_VERSION_MAJOR < 3
  const softmax_backward::primitive_desc chain({f, array, array, array, 1}, engine(), forward);
#else
  const softmax_backward::primitive_desc chain(engine(), f, array, array, array, 1, forward);
#endif
  return {softmax_backward(chain),
          {{DNNL_ARG_DST, memory(a.result)}, {DNNL_ARG_DIFF_DST, memory(a.grad_y)}, {DNNL_ARG_DIFF_SRC, memory(a.y)}}};
}

template <class Make>
void execute(const arrays<float>& a, kept<float, prepared>& known, const Make& make) {
  static dnnl::stream stream(engine());
  prepared& ready = known(a, make);
  ready.run.execute(stream, ready.memory);
}

// A function for each: routines are plain pointers. alpha is in thousandths because clang 14 takes no float here.
template <algorithm F, int Alpha, bool Backward>
void elementwise(const arrays<float>& a) {
  static kept<float, prepared> known;
  execute(a, known, [](const auto& b) { return make_elementwise(b, F, static_cast<float>(Alpha) / 1000, Backward); });
}
template <algorithm F, bool Backward>
void over_rows(const arrays<float>& a) {
  static kept<float, prepared> known;
  execute(a, known, [](const auto& b) { return make_rows(b, F, Backward); });
}

template <algorithm F, int Alpha = 0>
void add(std::vector<entry>& entries, std::string_view activation) {
  entries.push_back({activation, operation::value, elementwise<F, Alpha, false>, nullptr});
  entries.push_back({activation, operation::backward, elementwise<F, Alpha, true>, nullptr});
}

template <algorithm F>
void add_rows(std::vector<entry>& entries, std::string_view function) {
  entries.push_back({function, operation::rows, over_rows<F, false>, nullptr});
  entries.push_back({function, operation::rows_backward, over_rows<F, true>, nullptr});
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
  add_rows<algorithm::softmax_accurate>(all, "softmax");
  add_rows<algorithm::softmax_log>(all, "log_softmax");
  return all;
}

std::string version() {
  const dnnl_version_t* v = dnnl_version();
  return std::to_string(v->major) + '.' + std::to_string(v->minor) + '.' + std::to_string(v->patch) + ", one thread";
}

[[maybe_unused]] const bool added = add_peer({peer_kind::library, "oneDNN", version(), entries()});

}  // namespace
}  // namespace bench
