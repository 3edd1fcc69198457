#include <hillock/hillock.hpp>
#include <vector>

int main() {
  std::vector<float> x(8), grad_y(8), grad_x(8);
  const std::vector<float> bias(8), grad_bias(8);
  hillock::backward_with_bias(hillock::tanh{}, x, bias, grad_y, grad_x, grad_bias, {.length = 8});
}
