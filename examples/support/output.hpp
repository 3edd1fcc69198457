// The files of an example: all in one directory, each whole or not there.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>

namespace examples {

/// Makes the directory and enters it, so that every file name in the program and in gnuplot's scripts is a plain one.
inline void enter_output_directory(const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (!std::filesystem::is_directory(directory))
    throw std::runtime_error("cannot make the directory '" + directory.string() + "'" +
                             (std::filesystem::exists(directory) ? ", a file has that name" : ": " + error.message()) +
                             ". Name another with --out DIR.");
  std::filesystem::current_path(directory);
  const std::filesystem::path probe = "writable.part";
  const bool writable = std::ofstream(probe).is_open();
  std::filesystem::remove(probe, error);
  if (!writable) throw std::runtime_error("cannot write to '" + directory.string() + "'. Name another with --out DIR.");
}

/// Calls write(stream) for a file that takes its name only when all of it is written.
template <class Write>
void save(const std::filesystem::path& file, const Write& write) {
  std::filesystem::path part = file;
  part += ".part";
  std::ofstream stream(part);
  stream.precision(9);
  write(stream);
  stream.close();
  std::error_code ignored;
  if (!stream) {
    std::filesystem::remove(part, ignored);
    throw std::runtime_error("cannot write '" + std::filesystem::absolute(file).string() + "'.");
  }
  std::filesystem::rename(part, file);
}

/// gnuplot commands that draw `body` twice: NAME.svg, and NAME.png at twice the size.
inline std::string picture(const std::string& name, int width, int height, const std::string& body) {
  const auto numbers = [](int a, int b) { return std::to_string(a) + "," + std::to_string(b); };
  return "name = '" + name + "'\nsmall = '" + numbers(width, height) + "'\nlarge = '" + numbers(2 * width, 2 * height) +
         R"('
do for [format in 'svg png'] {
reset
set encoding utf8
set datafile separator ','
set datafile columnheaders
if (format eq 'svg') { set terminal svg size @small font 'sans-serif,13' background 'white' rounded }
else { set terminal pngcairo size @large font 'sans-serif,13' fontscale 2 linewidth 2 pointscale 2 rounded }
set output name.'.part'
)" + body +
         R"(
unset output
system('mv '.name.'.part '.name.'.'.format)
}
)";
}

/// Runs gnuplot on a script of this directory, without the user's own settings (-d). Where there is no gnuplot it says
/// so and leaves the script.
inline void draw(const std::string& script) {
  if (std::system("gnuplot --version > /dev/null 2>&1") != 0) {
    std::printf("There is no gnuplot here, so only the tables were written. Later, in that directory: gnuplot %s\n",
                script.c_str());
    return;
  }
  if (std::system(("gnuplot -d " + script).c_str()) != 0)
    throw std::runtime_error("gnuplot failed on '" + script + "'.");
}

}  // namespace examples
