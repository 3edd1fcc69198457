#include <hillock/hillock.hpp>
#include <vector>

int main() {
  const std::vector<float> x(8);
  const std::vector<double> target(8);
  std::vector<float> loss(2), grad_x(8);
  hillock::forward_and_gradient(hillock::softmax_cross_entropy{}, x, target, loss, grad_x, {.outer = 2, .length = 4});
}
