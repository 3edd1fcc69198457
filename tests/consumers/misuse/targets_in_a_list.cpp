#include <hillock/hillock.hpp>
#include <list>
#include <vector>

int main() {
  const std::vector<float> x(8);
  std::vector<float> loss(2);
  const std::list<int> target{1, 2};
  hillock::forward(hillock::softmax_cross_entropy{}, x, target, loss, {.outer = 2, .length = 4});
}
