#include <hillock/hillock.hpp>
#include <vector>

int main() {
  std::vector<int> x(8), y(8);
  hillock::forward(hillock::tanh{}, x, y);
}
