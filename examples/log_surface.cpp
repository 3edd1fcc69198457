// A network learns the surface z = log(x*x + y*y) on a ring around the origin: what an activation is for.
// SPDX-License-Identifier: MIT
//
// 2 inputs, hidden layers of 12 and 3 units and one linear output are trained four times from the same start, and
// differ in their activation only. What to see in the numbers and pictures:
//
// - relu(x) = max(0, x) is two straight pieces: a unit of the first layer folds the plane along a line, one of the
// second
//   along a polygon, and the surface learned is made of flat facets. About half the units are silent (0) at a random
//   start. One that is silent everywhere is dead: its gradient is 0, and it never learns again.
// - sigmoid and tanh bend smoothly, but saturate: far from 0 they are flat, and so little of the gradient comes back.
// - Without an activation two layers collapse into one, W2 (W1 x + b1) + b2 = (W2 W1) x + (W2 b1 + b2). The output is a
//   plane whatever the training does, and the best plane through this surface explains nothing of it.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <hillock/hillock.hpp>
#include <numbers>
#include <ostream>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/network.hpp"
#include "support/options.hpp"
#include "support/output.hpp"
#include "support/random_numbers.hpp"
#include "support/ring.hpp"

namespace {

using examples::network;
using examples::random_numbers;
using examples::surface;

const std::vector<std::size_t> widths{2, 12, 3, 1};
constexpr std::size_t batch_size = 64, batches_an_epoch = 64, test_points = 4096;

/// No activation. Any struct with these two members is one for hillock.
struct identity {
  template <hillock::value V>
  V operator()(V x) const {
    return x;
  }
  template <hillock::value V>
  V derivative(V) const {
    return V(1);
  }
};

template <class T>
double mean_squared_error(std::span<const T> output, std::span<const T> wanted) {
  double sum = 0;
  for (std::size_t i = 0; i < output.size(); ++i) {
    const double error = double{output[i]} - double{wanted[i]};
    sum += error * error;
  }
  return sum / static_cast<double>(output.size());
}

/// Forward and backward through the whole network: its gradient is that of the mean squared error.
template <class T, class Activation>
double error_and_gradient(network<T, Activation>& net, const surface<T>& batch) {
  const std::span<const T> output = net.forward(batch.points);
  std::vector<T> grad_output(batch.size());
  for (std::size_t i = 0; i < batch.size(); ++i)
    grad_output[i] = 2 * (output[i] - batch.heights[i]) / static_cast<T>(batch.size());
  net.backward(grad_output);
  return mean_squared_error<T>(output, batch.heights);
}

/// The largest relative difference between the gradient and central differences, over all parameters; differences are
/// relative to at least a thousandth of the largest gradient. Across a fold of the surface a difference is no
/// derivative, so no point lies near one.
template <class Activation>
double gradient_difference(Activation activation, unsigned seed) {
  random_numbers random(seed);
  network<double, Activation> net(widths, activation, random);
  surface<double> batch(batch_size);
  for (std::size_t i = 0; i < batch.size();) {
    const double radius = random.uniform(examples::innermost, examples::outermost);
    const double angle = random.uniform(0, 2 * std::numbers::pi);
    surface<double> one(1);
    one.set(0, radius, angle);
    net.forward(one.points);
    const std::vector<double> sums = net.pre_activations();
    if (std::ranges::all_of(sums, [](double sum) { return std::abs(sum) > 1e-3; })) batch.set(i++, radius, angle);
  }

  error_and_gradient(net, batch);
  const std::vector<double> gradient(net.gradient().begin(), net.gradient().end());
  double largest = 0, result = 0;
  for (double each : gradient) largest = std::max(largest, std::abs(each));
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    constexpr double step = 1e-5;
    double& parameter = net.parameters()[i];
    const double old = parameter;
    const auto error_at = [&](double value) {
      parameter = value;
      return mean_squared_error<double>(net.forward(batch.points), batch.heights);
    };
    const double numeric = (error_at(old + step) - error_at(old - step)) / (2 * step);
    parameter = old;
    const double difference = std::abs(gradient[i] - numeric);
    result = std::max(result, difference / std::max(std::abs(numeric), 1e-3 * largest + 1e-30));
  }
  return result;
}

/// Of the hidden units at all points, the share that is silent, and how many units are silent at every point.
struct silence {
  double share = 0;
  std::size_t units = 0, dead = 0;

  silence(std::span<const float> pre_activations, std::size_t points) : units(pre_activations.size() / points) {
    for (std::size_t unit = 0; unit < units; ++unit) {
      const auto silent = std::ranges::count_if(pre_activations.subspan(unit * points, points),
                                                [](float sum) { return hillock::relu{}(sum) == 0; });
      share += static_cast<double>(silent) / static_cast<double>(pre_activations.size());
      dead += static_cast<std::size_t>(silent) == points;
    }
  }
};

/// The share of silent units in networks before training, about half: a unit's weights are as likely as their
/// opposites.
constexpr std::size_t random_networks = 1000;
double mean_silence(const surface<float>& test, random_numbers& random) {
  double sum = 0;
  for (std::size_t i = 0; i < random_networks; ++i) {
    network<float, hillock::relu> net(widths, {}, random);
    net.forward(test.points);
    sum += silence(net.pre_activations(), test.size()).share;
  }
  return sum / random_networks;
}

/// A line that is rewritten on a terminal; elsewhere, five lines.
void show_progress(const char* name, std::size_t epoch, std::size_t epochs, double error) {
  static const bool terminal = isatty(STDOUT_FILENO) == 1;
  if (!terminal && epoch * 5 / epochs == (epoch - 1) * 5 / epochs) return;
  std::printf("%s  %-8s epoch %4zu of %zu   error %.5f%s", terminal ? "\r" : "", name, epoch, epochs, error,
              terminal && epoch < epochs ? "" : "\n");
  std::fflush(stdout);
}

/// What a network makes of some points.
struct response {
  std::vector<float> output, pre_activations;

  template <class Activation>
  response(network<float, Activation>& net, const surface<float>& on) {
    const std::span<const float> heights = net.forward(on.points);
    output.assign(heights.begin(), heights.end());
    pre_activations = net.pre_activations();
  }
};

/// One of the four networks, and what becomes of it.
struct learner {
  const char* name;
  std::vector<double> errors;  // at the test points, before training and after every epoch
  response before, after;      // there
  response on_mesh;
};

template <class Activation>
learner train(const char* name, Activation activation, unsigned seed, std::size_t epochs, const surface<float>& test) {
  random_numbers random(seed);
  network<float, Activation> net(widths, activation, random);
  const response before(net, test);
  std::vector<double> errors{mean_squared_error<float>(before.output, test.heights)};

  examples::adam<float> optimiser;
  for (std::size_t epoch = 1; epoch <= epochs; ++epoch) {
    // The rate falls to 0 along a cosine (Loshchilov and Hutter 2017).
    const double done = static_cast<double>(epoch - 1) / static_cast<double>(epochs);
    const double rate = 0.005 * (1 + std::cos(std::numbers::pi * done));
    for (std::size_t i = 0; i < batches_an_epoch; ++i) {
      error_and_gradient(net, examples::random_points<float>(batch_size, random));
      optimiser.step(net.parameters(), net.gradient(), rate);
    }
    errors.push_back(mean_squared_error<float>(net.forward(test.points), test.heights));
    show_progress(name, epoch, epochs, errors.back());
  }
  return {name, std::move(errors), before, response(net, test), response(net, examples::mesh())};
}

void write_tables(std::span<const learner> learners, const learner& relu) {
  examples::save("losses.csv", [&](std::ostream& out) {
    out << "epoch";
    for (const learner& each : learners) out << ',' << each.name;
    for (std::size_t epoch = 0; epoch < relu.errors.size(); ++epoch) {
      out << '\n' << epoch;
      for (const learner& each : learners) out << ',' << each.errors[epoch];
    }
    out << '\n';
  });

  const surface<float> ring = examples::mesh();
  const std::size_t n = ring.size(), units = relu.on_mesh.pre_activations.size() / n;
  examples::save("surfaces.csv", [&](std::ostream& out) {
    out << "x,y,true";
    for (const learner& each : learners) out << ',' << each.name;
    for (std::size_t unit = 1; unit <= units; ++unit) out << ",relu_unit_" << unit;
    out << '\n';
    for (std::size_t i = 0; i < n; ++i) {
      if (i > 0 && i % examples::points_a_circle == 0) out << '\n';  // for gnuplot, the end of one line of the mesh
      out << ring.points[i] << ',' << ring.points[n + i] << ',' << ring.heights[i];
      for (const learner& each : learners) out << ',' << each.on_mesh.output[i];
      for (std::size_t unit = 0; unit < units; ++unit) out << ',' << relu.on_mesh.pre_activations[unit * n + i];
      out << '\n';
    }
  });

  examples::save("pre_activations.csv", [&](std::ostream& out) {
    for (float sum : relu.after.pre_activations) out << sum << '\n';
  });
}

void write_script(double best_plane_error) {
  const std::string losses = R"(
set title 'Learning z = log(x² + y²): four networks that differ in their activation'
set xlabel 'epoch'
set ylabel 'mean squared error at points not trained on'
set logscale y
set format y '10^{%T}'
set grid ytics lc rgb '#dddddd'
set key outside right center Left reverse samplen 2 spacing 1.5
set border 3
set tics nomirror
best_plane = )" + std::to_string(best_plane_error) +
                             R"(
plot 'losses.csv' using 1:'none' with lines lw 3 lc rgb '#aaaaaa' title 'no activation', \
  best_plane with lines lw 1.5 dt 2 lc rgb '#000000' title 'best plane', \
  '' using 1:'relu' with lines lw 2 lc rgb '#d55e00' title 'ReLU', \
  '' using 1:'sigmoid' with lines lw 2 lc rgb '#0072b2' title 'sigmoid', \
  '' using 1:'tanh' with lines lw 2 lc rgb '#009e73' title 'tanh'
)";
  const std::string surfaces =
      "first_layer = " + std::to_string(widths[1]) + "\nboth_layers = " + std::to_string(widths[1] + widths[2]) + R"(
set palette defined (0 '#30123b', 15 '#4662d7', 35 '#36aaf9', 50 '#1ae4b6', 65 '#a4fc3c', 80 '#faba39', 90 '#f66b19', 100 '#a11201')
set xrange [-2:2]
set yrange [-2:2]
set zrange [-3:1.5]
set cbrange [-3:1.5]
set ztics 1
set cbtics 1
set border lc rgb '#777777'
set xyplane at -3
set linetype 101 lw 1 lc rgb '#000000'
set cntrparam levels discrete 0
set cntrparam firstlinetype 101
unset key
unset colorbox
in_space = "set size noratio; set view 62, 35, 1.13, 1.1; set pm3d depthorder lighting primary 0.45 specular 0.15; \
  set xtics 1 offset -0.3, -0.3; set ytics 1 offset 0.3, -0.2; \
  set xlabel 'x' offset 0, -0.3; set ylabel 'y' offset 0, -0.3; set title offset 0, 0.3"
from_above = "set size ratio -1; set view map; set pm3d scansforward nolighting; \
  set xtics 1 offset 0, 0; set ytics 1 offset 0, 0; set xlabel 'x' offset 0, 0; set ylabel 'y' offset -0.5, 0; set title offset 0, 0.6"
set multiplot layout 2, 3

eval in_space
set title 'The surface, z = log(x² + y²)'
splot 'surfaces.csv' using 1:2:'true' with pm3d
set title 'Learned with ReLU'
splot 'surfaces.csv' using 1:2:'relu' with pm3d

eval from_above
set title 'Where the ReLU units fold it'
set colorbox
set contour
splot 'surfaces.csv' using 1:2:'relu' with pm3d nocontour, \
  for [unit = 1:first_layer] '' using 1:2:'relu_unit_'.unit with lines nosurface lw 1, \
  for [unit = first_layer + 1:both_layers] '' using 1:2:'relu_unit_'.unit with lines nosurface lw 2.5
unset contour
unset colorbox

eval in_space
set title 'Learned with sigmoid'
splot 'surfaces.csv' using 1:2:'sigmoid' with pm3d
set title 'Learned with tanh'
splot 'surfaces.csv' using 1:2:'tanh' with pm3d
set title 'Learned without an activation: a plane'
splot 'surfaces.csv' using 1:2:'none' with pm3d
unset multiplot
)";
  examples::save("log_surface.gp", [&](std::ostream& out) {
    out << examples::picture("surfaces", 1200, 760, surfaces) << examples::picture("losses", 900, 540, losses);
  });
}

void check_gradients(unsigned seed) {
  const std::array differences{gradient_difference(hillock::relu{}, seed),
                               gradient_difference(hillock::sigmoid{}, seed),
                               gradient_difference(hillock::tanh{}, seed), gradient_difference(identity{}, seed)};
  std::printf(
      "The gradient of the whole network differs from central differences by at most, relatively:\n"
      "  relu %.1e, sigmoid %.1e, tanh %.1e, none %.1e\n\n",
      differences[0], differences[1], differences[2], differences[3]);
  if (!(std::ranges::max(differences) < 1e-5)) throw std::runtime_error("the gradient is wrong.");
}

/// Prints the errors and the distances from a plane; returns the error of the best plane.
double report_errors(std::span<const learner> learners, const surface<float>& test) {
  const auto from_plane = [&](std::span<const float> heights) {
    return examples::distance_from_plane(test.points, heights);
  };
  std::printf(
      "\n          mean squared error   distance of the output from a plane\n"
      "            before     after         before     after training\n");
  for (const learner& each : learners)
    std::printf("  %-8s %7.4f  %8.5f        %7.1e   %7.1e\n", each.name, each.errors.front(), each.errors.back(),
                from_plane(each.before.output), from_plane(each.after.output));
  const double distance = from_plane(test.heights);
  std::printf(
      "Without an activation the network stays a plane, to rounding. The surface lies %.3f from its best plane, so\n"
      "no plane has an error below %.5f.\n\n",
      distance, distance * distance);
  return distance * distance;
}

void report_silence(const learner& relu, const surface<float>& test, random_numbers& random) {
  const silence before(relu.before.pre_activations, test.size()), after(relu.after.pre_activations, test.size());
  std::printf(
      "Silent ReLU units, of %zu at %zu points:\n"
      "  at random starts  %4.1f %%  (the mean of %zu)\n"
      "  at this start     %4.1f %%, %zu dead (silent at every point)\n"
      "  after training    %4.1f %%, %zu dead\n",
      before.units, test.size(), 100 * mean_silence(test, random), random_networks, 100 * before.share, before.dead,
      100 * after.share, after.dead);
  if (std::ranges::count(relu.after.output, relu.after.output[0]) == std::ssize(relu.after.output))
    std::printf("  A whole layer died: the output is constant, the gradient 0. Another --seed may do better.\n");
  std::printf("\n");
}

int run(int argc, char** argv) {
  std::string directory = "log_surface";
  unsigned epochs = 400, seed = 5;
  examples::read_options(argc, argv,
                         "Trains a small network with ReLU, sigmoid, tanh and no activation on z = log(x*x + y*y).",
                         {{"--out", "where tables and pictures go (log_surface)", &directory},
                          {"--epochs", "how long to train (400)", examples::whole_number{epochs, 1}},
                          {"--seed", "another random start (5)", examples::whole_number{seed}}});
  examples::enter_output_directory(directory);

  std::printf(
      "A network of %zu inputs, %zu and %zu hidden units and %zu output learns z = log(x*x + y*y)\n"
      "on the ring %.2f <= r <= %.2f around the origin.\n\n",
      widths[0], widths[1], widths[2], widths[3], examples::innermost, examples::outermost);
  check_gradients(seed);

  random_numbers random(seed + 1ull);
  const surface<float> test = examples::random_points<float>(test_points, random);
  std::printf("Training for %u epochs of %zu random points; errors are mean squares at %zu others.\n", epochs,
              batches_an_epoch * batch_size, test_points);
  const std::array learners{
      train("relu", hillock::relu{}, seed, epochs, test), train("sigmoid", hillock::sigmoid{}, seed, epochs, test),
      train("tanh", hillock::tanh{}, seed, epochs, test), train("none", identity{}, seed, epochs, test)};
  const learner& relu = learners[0];

  const double best_plane_error = report_errors(learners, test);
  report_silence(relu, test, random);

  write_tables(learners, relu);
  write_script(best_plane_error);
  examples::draw("log_surface.gp");
  std::printf("Pictures and tables are in %s\n", std::filesystem::current_path().c_str());
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) { return examples::run_program("log_surface", run, argc, argv); }
