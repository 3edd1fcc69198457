// PyTorch's C++ library on one thread. Tensors over the arrays are made at the first call for them.
// SPDX-License-Identifier: MIT
#include <ATen/core/ivalue.h>  // clang needs it before the others

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/api/include/torch/version.h>

#include <cstdint>
#include <vector>

#include "../peer.hpp"

namespace bench {
namespace {

struct tensors {
  at::Tensor x, value, result, grad_y, y, dydx;
};

template <class T>
tensors make(const arrays<T>& a) {
  std::vector<std::int64_t> sizes{static_cast<std::int64_t>(a.rows.outer), static_cast<std::int64_t>(a.rows.length)};
  if (a.rows.inner > 1)
    sizes.push_back(static_cast<std::int64_t>(a.rows.inner));  // its kernel for the last axis is faster
  const auto over = [&](const T* p) {
    return at::from_blob(const_cast<T*>(p), sizes, c10::CppTypeToScalarType<T>::value);
  };
  return {over(a.x), over(a.value), over(a.result), over(a.grad_y), over(a.y), over(a.dydx)};
}

template <class Operation, class T>
void call(const arrays<T>& a) {
  static const bool single = (at::set_num_threads(1), true);
  static kept<T, tensors> known;
  const c10::InferenceMode without_gradients(single);
  Operation::run(known(a, make<T>));
}

struct softmax {
  static void run(tensors& t) { at::_softmax_out(t.y, t.x, 1, false); }
};
struct softmax_backward {
  static void run(tensors& t) { at::_softmax_backward_data_out(t.y, t.grad_y, t.result, 1, t.x.scalar_type()); }
};
struct log_softmax {
  static void run(tensors& t) { at::_log_softmax_out(t.y, t.x, 1, false); }
};
struct log_softmax_backward {
  static void run(tensors& t) { at::_log_softmax_backward_data_out(t.y, t.grad_y, t.result, 1, t.x.scalar_type()); }
};
struct swiglu {
  static void run(tensors& t) {
    at::silu_out(t.y, t.x);
    t.y.mul_(t.value);
  }
};
struct swiglu_backward {
  static void run(tensors& t) {
    at::silu_out(t.dydx, t.x);
    t.dydx.mul_(t.grad_y);
    at::mul_out(t.y, t.grad_y, t.value);
    at::silu_backward_out(t.y, t.y, t.x);
  }
};

template <class Operation>
entry of(std::string_view function, operation what, Operation) {
  return {function, what, call<Operation, float>, call<Operation, double>};
}

[[maybe_unused]] const bool added =
    add_peer({peer_kind::library,
              "libtorch",
              TORCH_VERSION ", one thread",
              {of("softmax", operation::rows, softmax{}), of("softmax", operation::rows_backward, softmax_backward{}),
               of("log_softmax", operation::rows, log_softmax{}),
               of("log_softmax", operation::rows_backward, log_softmax_backward{}),
               of("swiglu", operation::gate, swiglu{}), of("swiglu", operation::gate_backward, swiglu_backward{})}});

}  // namespace
}  // namespace bench
