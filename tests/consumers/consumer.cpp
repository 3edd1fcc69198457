// A user's program: values and gradients of the whole list (with FEW, of two activations, which compile faster) over arrays
// of floats, and some of doubles, with nothing but the umbrella header.
#include <cmath>
#include <hillock/hillock.hpp>
#include <vector>

#ifdef FEW
using functions = hillock::type_list<hillock::relu, hillock::tanh>;
#else
using functions = hillock::activations;
#endif

bool lists_work() {
  const std::vector<float> x{-2, -1, -0.5f, 0, 0.5f, 1, 2}, grad_y(x.size(), 1);
  std::vector<float> y(x.size()), grad_x(x.size());
  bool ok = true;
  functions::for_each([&]<class F>() {
    hillock::forward(F{}, x, y);
    hillock::backward(F{}, x, grad_y, grad_x);
    ok &= y[6] == F{}(2.f) && grad_x[6] == F{}.derivative(2.f);
  });
  return ok;
}

bool doubles_work() {
  const std::vector<double> x{-2, -1, 0, 1, 2};
  std::vector<double> y(x.size());
  hillock::forward(hillock::softmax{}, x, y);
  double sum = 0;
  for (double p : y) sum += p;
  hillock::forward(hillock::gelu{}, x, y);
  return std::abs(sum - 1) < 1e-15 && y[4] == hillock::gelu{}(2.0);
}

int main() { return lists_work() && doubles_work() ? 0 : 1; }
