#include <hillock/hillock.hpp>
#include <vector>

int main() {
  const std::vector<float> x(8), y(8);
  hillock::forward(hillock::tanh{}, x, y);
}
