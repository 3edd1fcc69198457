// The surface z = log(x*x + y*y) on a ring around the origin: random points, a mesh, and how far from a plane it is.
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>
#include <vector>

#include "random_numbers.hpp"

namespace examples {

constexpr double innermost = 0.25, outermost = 2;

/// Points of the plane, all x before all y, and the height of the surface over each.
template <class T>
struct surface {
  std::vector<T> points, heights;

  explicit surface(std::size_t size = 0) : points(2 * size), heights(size) {}
  std::size_t size() const { return heights.size(); }
  void set(std::size_t i, double radius, double angle) {
    const double x = radius * std::cos(angle), y = radius * std::sin(angle);
    points[i] = static_cast<T>(x);
    points[size() + i] = static_cast<T>(y);
    heights[i] = static_cast<T>(std::log(x * x + y * y));
  }
};

/// Random points of the ring, as many near its inner edge, where the surface is steep, as near the outer.
template <class T>
surface<T> random_points(std::size_t size, random_numbers& random) {
  surface<T> result(size);
  for (std::size_t i = 0; i < size; ++i) {
    const double radius = random.uniform(innermost, outermost);
    result.set(i, radius, random.uniform(0, 2 * std::numbers::pi));
  }
  return result;
}

/// The ring as a mesh, for the pictures: circles one after the other, each closed.
constexpr std::size_t circles = 29, points_a_circle = 97;
inline surface<float> mesh() {
  surface<float> result(circles * points_a_circle);
  for (std::size_t i = 0; i < result.size(); ++i) {
    const double out = static_cast<double>(i / points_a_circle) / (circles - 1);
    const double around = static_cast<double>(i % points_a_circle) / (points_a_circle - 1);
    result.set(i, innermost + (outermost - innermost) * out, 2 * std::numbers::pi * around);
  }
  return result;
}

/// The root mean square distance of heights from the best plane through them, by least squares.
inline double distance_from_plane(std::span<const float> points, std::span<const float> heights) {
  const std::size_t n = heights.size();
  const auto x = points.first(n), y = points.last(n);
  const auto mean = [n](std::span<const float> values) {
    double sum = 0;
    for (float value : values) sum += double{value};
    return sum / static_cast<double>(n);
  };
  const double mean_x = mean(x), mean_y = mean(y), mean_z = mean(heights);
  double xx = 0, xy = 0, yy = 0, xz = 0, yz = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double dx = double{x[i]} - mean_x, dy = double{y[i]} - mean_y, dz = double{heights[i]} - mean_z;
    xx += dx * dx, xy += dx * dy, yy += dy * dy, xz += dx * dz, yz += dy * dz;
  }
  const double determinant = xx * yy - xy * xy;
  const double slope_x = (xz * yy - yz * xy) / determinant, slope_y = (yz * xx - xz * xy) / determinant;
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double dx = double{x[i]} - mean_x, dy = double{y[i]} - mean_y, dz = double{heights[i]} - mean_z;
    const double distance = dz - slope_x * dx - slope_y * dy;
    sum += distance * distance;
  }
  return std::sqrt(sum / static_cast<double>(n));
}

}  // namespace examples
