// hillock-bench: times every operation of every function against the peers, and ends with one table.
// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bar.hpp"
#include "input.hpp"
#include "peer.hpp"
#include "report.hpp"

namespace bench {
namespace {

constexpr const char* usage =
    R"(hillock-bench [--short] [--input FILE] [--benchmark_...]
hillock-bench --bar [FUNCTION]

  --short [FILE]  a part of the table in less than a minute
  --input FILE    also on the numbers of this file, one a line
  --benchmark_..  any flag of Google Benchmark. By default the repetitions of all benchmarks are mixed at random.
                  Names are FUNCTION/OPERATION/TYPE/ELEMENTS/INPUT/PEER: --benchmark_filter=tanh/value/float
                  --benchmark_format=json or csv prints that instead of the table, --benchmark_out=FILE beside it
  --bar [NAME]    only how fast hillock is beside what it promises, of one function or of all; two minutes

The whole table takes some 3 GiB of memory and some minutes a function.
)";

struct options {
  bool brief = false;
  std::optional<std::string> file;
  std::optional<std::string> bar;  // the function, or ""
};

options parse(const std::vector<std::string>& arguments) {
  options result;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& name = arguments[i];
    const bool value_follows = i + 1 < arguments.size() && !arguments[i + 1].starts_with("--");
    if (name != "--short" && name != "--input" && name != "--bar")
      throw std::runtime_error("unknown argument " + name + "; --help lists what there is");
    if (name == "--input" && !value_follows) throw std::runtime_error("--input needs a file");
    if (name == "--short") result.brief = true;
    if (name == "--bar") result.bar = "";
    if (value_follows) (name == "--bar" ? result.bar : result.file) = arguments[++i];
  }
  return result;
}

bool in_short_table(const row& r) {
  if (r.what.id == operation::rows) return r.function == "softmax" && r.type == "float" && r.rows == rows_of(1000);
  if (r.what.id == operation::gate) return r.function == "swiglu" && r.type == "float" && r.rows.size() == library_size;
  const std::array activations{"relu", "sigmoid", "tanh"};
  const std::array sizes{std::size_t{16}, library_size, middle_size};
  const bool wanted = std::ranges::find(activations, r.function) != activations.end() &&
                      std::ranges::find(sizes, r.rows.size()) != sizes.end();
  switch (r.what.id) {
    case operation::value:
      return wanted && (r.type == "float" || r.rows.size() == library_size);
    case operation::derivative:
      return wanted && r.type == "float";
    case operation::scalar:
      return wanted && r.type == "float" && r.rows.size() == library_size;
    default:
      return false;
  }
}

std::vector<row> rows_of_table(bool brief) {
  std::vector<row> rows;
  for (const std::string_view function : functions())
    for (const operation_facts& what : operations)
      if (offered(function, what.id))
        for (const shape& s : shapes_of(what.id))
          for (const auto& [type, bytes] : {std::pair("float", sizeof(float)), std::pair("double", sizeof(double))})
            rows.push_back({function, what, type, bytes, s});
  if (brief) std::erase_if(rows, [](const row& r) { return !in_short_table(r); });
  return rows;
}

template <class T>
void register_benchmark(const row& r, const input& in, const peer& p) {
  const routine<T> call = p.find<T>(r.function, r.what.id);
  if (call == nullptr) return;
  const std::string name = name_of(r, in, p);
  benchmark::RegisterBenchmark(name.c_str(), [=, &in](benchmark::State& state) {
    show_progress(name);
    const arrays<T> a = arrays_of<T>(in, r.function, r.what.id, r.rows);
    for (auto _ : state) {
      call(a);
      benchmark::ClobberMemory();
    }
    const auto elements = static_cast<std::int64_t>(r.rows.size()) * static_cast<std::int64_t>(state.iterations());
    state.SetItemsProcessed(elements);
    state.SetBytesProcessed(elements * static_cast<std::int64_t>(r.element_bytes) * r.what.arrays);
  });
}

int run(int argc, char** argv) {
  // What the user gives comes later and wins.
  std::vector<std::string> arguments{argv[0], "--benchmark_enable_random_interleaving=true",
                                     "--benchmark_repetitions=7", "--benchmark_min_time=0.01"};
  arguments.insert(arguments.end(), argv + 1, argv + argc);
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  int count = static_cast<int>(pointers.size());
  pointers.push_back(nullptr);
  benchmark::Initialize(&count, pointers.data(), [] { std::cout << usage; });
  const options wanted = parse({pointers.begin() + 1, pointers.begin() + count});

  if (wanted.bar) {
    if (!print_bar(std::cout, *wanted.bar)) throw std::runtime_error("--bar: no function is named " + *wanted.bar);
    return 0;
  }

  std::vector<input> inputs{normal_input(), uniform_input()};
  if (wanted.file) inputs.push_back(file_input(*wanted.file));
  const std::vector<row> rows = rows_of_table(wanted.brief);
  for (const row& r : rows)
    for (const input& in : inputs)
      for (const peer& p : peers()) {
        // The other inputs are for hillock and what it replaces.
        if (&in != &inputs.front() && p.kind != peer_kind::hillock && p.kind != peer_kind::baseline) continue;
        if (p.kind == peer_kind::library && !for_libraries(r.what.id, r.rows)) continue;
        r.element_bytes == sizeof(float) ? register_benchmark<float>(r, in, p) : register_benchmark<double>(r, in, p);
      }

  const environment where = describe_environment();
  for (const auto& [what, fact] : where) benchmark::AddCustomContext(what, fact);
  table_reporter table(rows, inputs, where);
  benchmark::BenchmarkReporter* display = benchmark::CreateDefaultDisplayReporter();
  if (dynamic_cast<benchmark::ConsoleReporter*>(display) != nullptr) display = &table;  // no --benchmark_format
  const bool any = benchmark::RunSpecifiedBenchmarks(display) > 0;
  benchmark::Shutdown();
  return any ? 0 : 1;
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  try {
    return bench::run(argc, argv);
  } catch (const std::exception& e) {
    std::cerr << "hillock-bench: " << e.what() << '\n';
    return 2;
  }
}
