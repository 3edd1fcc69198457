// A small fully connected network over mini-batches, and Adam to train it. Its activations are hillock's.
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <hillock/hillock.hpp>
#include <span>
#include <utility>
#include <vector>

#include "random_numbers.hpp"

namespace examples {

/// Layers of the given widths: inputs, hidden ones each followed by `activation`, and a linear output.
///
/// A mini-batch of n points is an array of [unit][point]: what a layer computes lies in one piece, and its activation,
/// forward and backward, is one call of hillock.
template <std::floating_point T, class Activation>
class network {
 public:
  /// Weights uniform with variance 2 / inputs, which keeps the size of the signal through ReLU layers (He, Zhang, Ren
  /// and Sun 2015); biases zero.
  network(std::vector<std::size_t> widths, Activation activation, random_numbers& random)
      : widths_(std::move(widths)), activation_(activation), inputs_(layers()), sums_(layers()) {
    for (std::size_t layer = 0; layer < layers(); ++layer) {
      const double bound = std::sqrt(6 / static_cast<double>(widths_[layer]));
      offsets_.push_back(parameters_.size());
      for (std::size_t i = 0; i < widths_[layer] * widths_[layer + 1]; ++i)
        parameters_.push_back(static_cast<T>(random.uniform(-bound, bound)));
      parameters_.resize(parameters_.size() + widths_[layer + 1]);
    }
    gradient_.resize(parameters_.size());
  }

  /// The output for a mini-batch.
  std::span<const T> forward(std::span<const T> x) {
    points_ = x.size() / widths_[0];
    inputs_[0].assign(x.begin(), x.end());
    for (std::size_t layer = 0; layer < layers(); ++layer) {
      sums_[layer].resize(widths_[layer + 1] * points_);
      affine(layer);
      if (layer + 1 == layers()) break;
      inputs_[layer + 1].resize(sums_[layer].size());
      hillock::forward(activation_, sums_[layer], inputs_[layer + 1]);
    }
    return sums_.back();
  }

  /// After forward: the gradient by every parameter from the gradient by every output.
  void backward(std::span<const T> grad_output) {
    grad_sums_.assign(grad_output.begin(), grad_output.end());
    for (std::size_t layer = layers(); layer-- > 0;) {
      affine_backward(layer);
      if (layer == 0) break;
      grad_sums_.resize(grad_inputs_.size());
      hillock::backward(activation_, sums_[layer - 1], grad_inputs_, grad_sums_);
    }
  }

  std::span<T> parameters() { return parameters_; }
  std::span<const T> gradient() const { return gradient_; }

  /// After forward: what went into the activations, of the hidden layers one after the other.
  std::vector<T> pre_activations() const {
    std::vector<T> all;
    for (std::size_t layer = 0; layer + 1 < layers(); ++layer)
      all.insert(all.end(), sums_[layer].begin(), sums_[layer].end());
    return all;
  }

 private:
  std::size_t layers() const { return widths_.size() - 1; }

  // Row-major weights of [output][input], then the biases.
  std::size_t weight(std::size_t layer, std::size_t output, std::size_t input) const {
    return offsets_[layer] + output * widths_[layer] + input;
  }
  std::size_t bias(std::size_t layer, std::size_t output) const { return weight(layer, widths_[layer + 1], output); }

  void affine(std::size_t layer) {
    for (std::size_t o = 0; o < widths_[layer + 1]; ++o) {
      T* const sum = &sums_[layer][o * points_];
      for (std::size_t i = 0; i < points_; ++i) sum[i] = parameters_[bias(layer, o)];
      for (std::size_t k = 0; k < widths_[layer]; ++k) {
        const T w = parameters_[weight(layer, o, k)];
        const T* const x = &inputs_[layer][k * points_];
        for (std::size_t i = 0; i < points_; ++i) sum[i] += w * x[i];
      }
    }
  }

  void affine_backward(std::size_t layer) {
    grad_inputs_.assign(widths_[layer] * points_, 0);
    for (std::size_t o = 0; o < widths_[layer + 1]; ++o) {
      const T* const grad_sum = &grad_sums_[o * points_];
      T& grad_bias = gradient_[bias(layer, o)];
      grad_bias = 0;
      for (std::size_t i = 0; i < points_; ++i) grad_bias += grad_sum[i];
      for (std::size_t k = 0; k < widths_[layer]; ++k) {
        const T w = parameters_[weight(layer, o, k)];
        const T* const x = &inputs_[layer][k * points_];
        T* const grad_x = &grad_inputs_[k * points_];
        T grad_w = 0;
        for (std::size_t i = 0; i < points_; ++i) {
          grad_w += grad_sum[i] * x[i];
          grad_x[i] += grad_sum[i] * w;
        }
        gradient_[weight(layer, o, k)] = grad_w;
      }
    }
  }

  std::vector<std::size_t> widths_;
  Activation activation_;
  std::size_t points_ = 0;
  std::vector<std::size_t> offsets_;           // of each layer's parameters
  std::vector<T> parameters_, gradient_;       // of all layers
  std::vector<std::vector<T>> inputs_, sums_;  // of each layer
  std::vector<T> grad_inputs_, grad_sums_;
};

/// Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, with their defaults.
template <std::floating_point T>
class adam {
 public:
  void step(std::span<T> parameters, std::span<const T> gradient, double rate) {
    mean_.resize(parameters.size());
    square_.resize(parameters.size());
    ++steps_;
    const auto mean_scale = static_cast<T>(rate / (1 - std::pow(0.9, steps_)));
    const auto square_scale = static_cast<T>(1 / (1 - std::pow(0.999, steps_)));
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      mean_[i] += T(0.1) * (gradient[i] - mean_[i]);
      square_[i] += T(0.001) * (gradient[i] * gradient[i] - square_[i]);
      parameters[i] -= mean_scale * mean_[i] / (std::sqrt(square_scale * square_[i]) + T(1e-8));
    }
  }

 private:
  std::vector<T> mean_, square_;
  int steps_ = 0;
};

}  // namespace examples
