// The activations and their derivatives as people write them, given the elementary functions of a library: Math::exp(x)
// and the like, for a scalar or a vector x. They are fast, and where they cancel or overflow they are wrong.
// SPDX-License-Identifier: MIT
#pragma once

#include <numbers>
#include <string_view>
#include <type_traits>
#include <vector>

#include "peer.hpp"

namespace bench {

/// A number that is not exact in floating point, rounded to the elements of V.
template <class V>
V constant(double x) {
  if constexpr (std::is_floating_point_v<V>)
    return static_cast<V>(x);
  else
    return V(static_cast<typename V::value_type>(x));
}

template <class Math>
struct formulas {
  struct exp {
    static constexpr std::string_view name = "exp";
    template <class V>
    static V value(V x) {
      return Math::exp(x);
    }
    template <class V>
    static V derivative(V x) {
      return Math::exp(x);
    }
  };

  struct expm1 {
    static constexpr std::string_view name = "expm1";
    template <class V>
    static V value(V x) {
      return Math::expm1(x);
    }
    template <class V>
    static V derivative(V x) {
      return Math::exp(x);
    }
  };

  struct log1p {
    static constexpr std::string_view name = "log1p";
    template <class V>
    static V value(V x) {
      return Math::log1p(x);
    }
    template <class V>
    static V derivative(V x) {
      return V(1) / (V(1) + x);
    }
  };

  struct tanh {
    static constexpr std::string_view name = "tanh";
    template <class V>
    static V value(V x) {
      return Math::tanh(x);
    }
    template <class V>
    static V derivative(V x) {
      const V t = value(x);
      return V(1) - t * t;
    }
  };

  struct sigmoid {
    static constexpr std::string_view name = "sigmoid";
    template <class V>
    static V value(V x) {
      return V(1) / (V(1) + Math::exp(-x));
    }
    template <class V>
    static V derivative(V x) {
      const V s = value(x);
      return s * (V(1) - s);
    }
  };

  struct log_sigmoid {
    static constexpr std::string_view name = "log_sigmoid";
    template <class V>
    static V value(V x) {
      return -softplus::value(V(-x));
    }
    template <class V>
    static V derivative(V x) {
      return sigmoid::value(V(-x));
    }
  };

  struct softplus {
    static constexpr std::string_view name = "softplus";
    template <class V>
    static V value(V x) {
      return Math::max(x, V(0)) + Math::log1p(Math::exp(V(-Math::abs(x))));
    }
    template <class V>
    static V derivative(V x) {
      return sigmoid::value(x);
    }
  };

  struct silu {
    static constexpr std::string_view name = "silu";
    template <class V>
    static V value(V x) {
      return x / (V(1) + Math::exp(-x));
    }
    template <class V>
    static V derivative(V x) {
      const V s = sigmoid::value(x);
      return s * (V(1) + x * (V(1) - s));
    }
  };

  struct quick_gelu {
    static constexpr std::string_view name = "quick_gelu";
    template <class V>
    static V value(V x) {
      return x / (V(1) + Math::exp(constant<V>(-1.702) * x));
    }
    template <class V>
    static V derivative(V x) {
      return silu::derivative(V(constant<V>(1.702) * x));
    }
  };

  struct gelu {
    static constexpr std::string_view name = "gelu";
    template <class V>
    static V value(V x) {
      return V(0.5) * x * (V(1) + Math::erf(V(x * constant<V>(1 / std::numbers::sqrt2))));
    }
    template <class V>
    static V derivative(V x) {
      constexpr double inverse_sqrt_2_pi = std::numbers::inv_sqrtpi / std::numbers::sqrt2;
      return V(0.5) * (V(1) + Math::erf(V(x * constant<V>(1 / std::numbers::sqrt2)))) +
             x * constant<V>(inverse_sqrt_2_pi) * Math::exp(V(V(-0.5) * x * x));
    }
  };

  struct gelu_tanh {
    static constexpr std::string_view name = "gelu_tanh";
    static constexpr double factor = std::numbers::sqrt2 * std::numbers::inv_sqrtpi;
    template <class V>
    static V value(V x) {
      return V(0.5) * x * (V(1) + Math::tanh(argument(x)));
    }
    template <class V>
    static V derivative(V x) {
      const V t = Math::tanh(argument(x));
      const V slope = constant<V>(factor) * (V(1) + constant<V>(3 * 0.044715) * x * x);
      return V(0.5) * (V(1) + t) + V(0.5) * x * (V(1) - t * t) * slope;
    }
    template <class V>
    static V argument(V x) {
      return constant<V>(factor) * (x + constant<V>(0.044715) * x * x * x);
    }
  };

  struct mish {
    static constexpr std::string_view name = "mish";
    template <class V>
    static V value(V x) {
      return x * Math::tanh(softplus::value(x));
    }
    template <class V>
    static V derivative(V x) {
      const V t = Math::tanh(softplus::value(x));
      return t + x * sigmoid::value(x) * (V(1) - t * t);
    }
  };

  struct elu {
    static constexpr std::string_view name = "elu";
    template <class V>
    static V value(V x) {
      return Math::select(x > V(0), x, Math::expm1(x));
    }
    template <class V>
    static V derivative(V x) {
      return Math::select(x > V(0), V(1), Math::exp(x));
    }
  };

  struct celu : elu {  // with alpha = 1
    static constexpr std::string_view name = "celu";
  };

  struct selu {
    static constexpr std::string_view name = "selu";
    static constexpr double alpha = 1.6732632423543772848170429916717, scale = 1.0507009873554804934193349852946;
    template <class V>
    static V value(V x) {
      return constant<V>(scale) * Math::select(x > V(0), x, V(constant<V>(alpha) * Math::expm1(x)));
    }
    template <class V>
    static V derivative(V x) {
      return Math::select(x > V(0), constant<V>(scale), V(constant<V>(scale * alpha) * Math::exp(x)));
    }
  };

  struct relu {
    static constexpr std::string_view name = "relu";
    template <class V>
    static V value(V x) {
      return Math::max(x, V(0));
    }
    template <class V>
    static V derivative(V x) {
      return Math::select(x > V(0), V(1), V(0));
    }
  };

  struct leaky_relu {
    static constexpr std::string_view name = "leaky_relu";
    template <class V>
    static V value(V x) {
      return Math::select(x > V(0), x, V(constant<V>(0.01) * x));
    }
    template <class V>
    static V derivative(V x) {
      return Math::select(x > V(0), V(1), constant<V>(0.01));
    }
  };
};

/// Entries for all of them: Loops::value<F, T>, derivative and backward run F over arrays of T.
template <class Math, class Loops>
std::vector<entry> entries_of_formulas() {
  std::vector<entry> result;
  const auto add = [&]<class F>(F) {
    using L = Loops;
    result.push_back({F::name, operation::value, L::template value<F, float>, L::template value<F, double>});
    result.push_back(
        {F::name, operation::derivative, L::template derivative<F, float>, L::template derivative<F, double>});
    result.push_back({F::name, operation::backward, L::template backward<F, float>, L::template backward<F, double>});
  };
  using f = formulas<Math>;
  add(typename f::exp{});
  add(typename f::expm1{});
  add(typename f::log1p{});
  add(typename f::tanh{});
  add(typename f::sigmoid{});
  add(typename f::log_sigmoid{});
  add(typename f::softplus{});
  add(typename f::silu{});
  add(typename f::quick_gelu{});
  add(typename f::gelu{});
  add(typename f::gelu_tanh{});
  add(typename f::mish{});
  add(typename f::elu{});
  add(typename f::celu{});
  add(typename f::selu{});
  add(typename f::relu{});
  add(typename f::leaky_relu{});
  return result;
}

}  // namespace bench
