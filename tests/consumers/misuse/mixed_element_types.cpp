#include <hillock/hillock.hpp>
#include <vector>

int main() {
  std::vector<float> x(8);
  std::vector<double> y(8);
  hillock::forward(hillock::tanh{}, x, y);
}
