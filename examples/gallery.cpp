// Draws every activation of hillock with its derivatives: a table and a picture of each, and a sheet of all.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <hillock/hillock.hpp>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/options.hpp"
#include "support/output.hpp"

namespace {

constexpr double from = -5, to = 5, highest = 5;  // of x, and of |y| if it goes on
constexpr int steps = 400;

/// f, f' and f'' (where f has one) at some x.
struct curves {
  std::vector<double> x, f, derivative, second_derivative;
};

template <class F>
curves evaluate(const F& f, std::vector<double> x) {
  curves c{.x = std::move(x), .f = {}, .derivative = {}, .second_derivative = {}};
  c.f.resize(c.x.size());
  c.derivative.resize(c.x.size());
  hillock::forward_and_derivative(f, c.x, c.f, c.derivative);
  if constexpr (requires { f.second_derivative(0.0); }) {
    c.second_derivative.resize(c.x.size());
    hillock::second_derivative(f, c.x, c.second_derivative);
  }
  return c;
}

/// The last number before a kink and the first after it.
std::array<double, 2> sides(const hillock::kink& kink) {
  return {std::nextafter(kink.x, from), std::nextafter(kink.x, to)};
}

/// Evenly spaced, with both sides of every kink.
std::vector<double> abscissas(const hillock::info& facts) {
  std::vector<double> x;
  for (int i = 0; i <= steps; ++i) x.push_back(from + (to - from) * i / steps);
  for (const hillock::kink& kink : facts.kinks) {
    std::erase(x, kink.x);
    for (double side : sides(kink)) x.push_back(side);
    x.push_back(kink.x);
  }
  std::ranges::sort(x);
  return x;
}

void write_table(const hillock::info& facts, const curves& c) {
  examples::save(std::string(facts.name) + ".csv", [&](std::ostream& out) {
    out << "x,f,derivative" << (c.second_derivative.empty() ? "\n" : ",second_derivative\n");
    for (std::size_t i = 0; i < c.x.size(); ++i) {
      // An empty line lifts the pen where a derivative jumps.
      for (const hillock::kink& kink : facts.kinks)
        if (c.x[i] == (kink.derivative_from == hillock::kink::side::left ? sides(kink)[1] : kink.x)) out << '\n';
      out << c.x[i] << ',' << c.f[i] << ',' << c.derivative[i];
      if (!c.second_derivative.empty()) out << ',' << c.second_derivative[i];
      out << '\n';
    }
  });
}

// The rest writes gnuplot commands.

constexpr std::array colours{"'#0072b2'", "'#d55e00'", "'#009e73'"};  // of f, f' and f''

constexpr const char* style = R"(
set border 3 linecolor rgb '#555555'
set tics nomirror
set xzeroaxis linetype 1 linecolor rgb '#999999'
set yzeroaxis linetype 1 linecolor rgb '#999999'
)";

std::string literal(std::string_view text) {
  std::string result = "'";
  for (char each : text) result += each == '\'' ? "''" : std::string(1, each);
  return result + "'";
}

/// A full point where a curve is at a kink, and a hollow one where it comes from on the other side.
template <class Curve>
void draw_jumps(std::ostream& out, const hillock::info& facts, const char* colour, const Curve& curve) {
  for (const hillock::kink& kink : facts.kinks) {
    const double here = curve(kink.x);
    for (double side : sides(kink)) {
      const double there = curve(side);
      if (std::abs(there - here) < 1e-9) continue;
      const auto mark = [&](double y, const char* type, const char* in) {
        out << "set label at " << kink.x << ',' << y << " front point pointtype " << type
            << " pointsize 0.8 linecolor rgb " << in << '\n';
      };
      mark(here, "7", colour);
      mark(there, "7", "'#ffffff'");
      mark(there, "6", colour);
    }
  }
}

/// The straight line that f approaches on one side (direction -1 or 1), if far out it goes on as a line.
template <class F>
void draw_asymptote(std::ostream& out, const F& f, double direction) {
  const double far = 1e5 * direction, slope = (f(2 * far) - f(far)) / far, start = f(far) - slope * far;
  const auto line = [&](double x) { return start + slope * x; };
  if (!(std::abs(f(4 * far) - line(4 * far)) < 1e-3 && std::abs(f.derivative(3 * far) - slope) < 1e-3)) return;
  const double edge = direction < 0 ? from : to;
  out << "set arrow from 0," << start << " to " << edge << ',' << line(edge)
      << " nohead back linewidth 1.2 dashtype 3 linecolor rgb '#555555'\n";
}

/// All of the curves that lies within the window, with some room.
void set_ranges(std::ostream& out, const curves& c) {
  double low = 0, high = 0;
  for (const auto* curve : {&c.f, &c.derivative, &c.second_derivative})
    for (double y : *curve)
      if (std::isfinite(y)) low = std::min(low, y), high = std::max(high, y);
  low = std::max(low, -highest);
  high = std::min(high, highest);
  const double room = 0.06 * (high - low);
  out << "set xrange [" << from << ':' << to << "]\nset yrange [" << low - room << ':' << high + room << "]\n";
}

/// The curves with all that belongs to them, in a frame set up before.
template <class F>
std::string plot(const F& f, const hillock::info& facts, const curves& c) {
  constexpr std::array curve{R"(2 title "f" with lines linewidth 4)", R"(3 title "f'" with lines linewidth 2)",
                             R"(4 title "f''" with lines linewidth 1.2 dashtype 2)"};
  std::ostringstream out;
  set_ranges(out, c);
  draw_asymptote(out, f, -1);
  draw_asymptote(out, f, 1);
  draw_jumps(out, facts, colours[0], f);
  draw_jumps(out, facts, colours[1], [&f](double x) { return f.derivative(x); });
  out << "plot " << literal(std::string(facts.name) + ".csv");
  for (std::size_t i = 0; i < (c.second_derivative.empty() ? 2 : 3); ++i)
    out << (i == 0 ? "" : ", ''") << " using 1:" << curve[i] << " linecolor rgb " << colours[i];
  out << '\n';
  return out.str();
}

template <class F>
std::string caption(const F& f, const hillock::info& facts) {
  std::ostringstream out;
  out << "f(x) = " << facts.formula;
  if constexpr (hillock::parameter_count<F> > 0) {
    const auto values = std::bit_cast<std::array<double, hillock::parameter_count<F>>>(f);
    for (std::size_t i = 0; i < values.size(); ++i) out << ",  " << facts.parameters.begin()[i] << " = " << values[i];
  }
  return out.str();
}

std::string large_picture(const hillock::info& facts, const std::string& caption, const std::string& plot) {
  std::ostringstream out;
  out << style << R"(
set grid linetype 1 linecolor rgb '#e8e8e8'
set xlabel 'x'
set xtics 1
set key outside right center spacing 1.5 Left reverse samplen 2.5
set tmargin 5.5
set bmargin 5.5
)" << "set label "
      << literal(facts.name) << " at screen 0.5, 0.95 center noenhanced font ',18'\n"
      << "set label " << literal(caption) << " at screen 0.5, 0.89 center noenhanced\n"
      << "set label " << literal(facts.reference)
      << " at screen 0.98, 0.03 right noenhanced font ',10' textcolor rgb '#777777'\n"
      << plot;
  return examples::picture(std::string(facts.name), 720, 540, out.str());
}

/// All activations in a square of small pictures.
class contact_sheet {
 public:
  explicit contact_sheet(std::size_t count)
      : columns_(static_cast<int>(std::ceil(std::sqrt(count)))),
        rows_((static_cast<int>(count) + columns_ - 1) / columns_) {
    const auto x = [this](int pixels) { return 1.0 * pixels / width(); };
    const auto y = [this](int pixels) { return 1.0 * pixels / height(); };
    out_ << style << "unset key\nset title offset 0,-0.6\nset multiplot layout " << rows_ << ',' << columns_
         << " margins " << x(45) << ',' << x(width() - 20) << ',' << y(30) << ',' << y(height() - 65) << " spacing "
         << x(55) << ',' << y(72) << '\n';
    const std::array names{R"("f")", R"("f'")", R"("f''")"};
    for (std::size_t i = 0; i < names.size(); ++i)  // gnuplot draws these with the first small picture
      out_ << "set label " << names[i] << " at screen " << 0.5 + x(60) * (static_cast<double>(i) - 1) << ", screen "
           << y(height() - 18) << " center font ',16' textcolor rgb " << colours[i] << '\n';
  }

  void add(const hillock::info& facts, const std::string& plot) {
    out_ << "set title " << literal(facts.name) << " noenhanced\n" << plot << "unset label\nunset arrow\n";
  }

  std::string picture() const {
    return examples::picture("contact_sheet", width(), height(), out_.str() + "unset multiplot\n");
  }

 private:
  int width() const { return 320 * columns_; }
  int height() const { return 270 * rows_ + 40; }

  int columns_, rows_;
  std::ostringstream out_;
};

int run(int argc, char** argv) {
  std::string directory = "gallery";
  examples::read_options(argc, argv, "Draws every activation with its derivatives.",
                         {{"--out", "where tables and pictures go (gallery)", &directory}});
  examples::enter_output_directory(directory);

  std::string script;
  contact_sheet sheet(hillock::activations::size);
  hillock::activations::for_each([&]<class F> {
    const F f{};
    const hillock::info facts = hillock::about(f);
    const curves c = evaluate(f, abscissas(facts));
    write_table(facts, c);
    const std::string plotted = plot(f, facts, c);
    script += large_picture(facts, caption(f, facts), plotted);
    sheet.add(facts, plotted);
  });
  examples::save("gallery.gp", [&](std::ostream& out) { out << script << sheet.picture(); });
  examples::draw("gallery.gp");
  std::printf("%zu activations are in %s\n", hillock::activations::size, std::filesystem::current_path().c_str());
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) { return examples::run_program("gallery", run, argc, argv); }
