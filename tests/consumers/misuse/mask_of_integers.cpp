#include <hillock/hillock.hpp>
#include <vector>

int main() {
  std::vector<float> x(8), y(1);
  const std::vector<int> allowed(8, 1);
  hillock::forward(hillock::logsumexp{}, x, y, {.length = 8}, allowed);
}
