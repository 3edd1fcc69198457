#include <hillock/hillock.hpp>
#include <vector>

int main() {
  std::vector<float> x(8), y(8);
  const std::vector<double> mask(8);
  hillock::forward(hillock::softmax{}, x, y, {.length = 8}, mask);
}
