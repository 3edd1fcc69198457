// A user's program: values and gradients of the whole list over arrays, with nothing but the umbrella header.
#include <cmath>
#include <hillock/hillock.hpp>
#include <vector>

template <class T>
bool works() {
  const std::vector<T> x{-2, -1, T(-0.5), 0, T(0.5), 1, 2}, grad_y(x.size(), 1);
  std::vector<T> y(x.size()), grad_x(x.size());
  bool ok = true;
  hillock::activations::for_each([&]<class F>() {
    hillock::forward(F{}, x, y);
    hillock::backward(F{}, x, grad_y, grad_x);
    ok &= y[6] == F{}(T(2)) && grad_x[6] == F{}.derivative(T(2));
  });
  hillock::forward(hillock::softmax{}, x, y);
  T sum = 0;
  for (T p : y) sum += p;
  return ok && std::abs(sum - 1) < T(1e-6);
}

int main() { return works<float>() && works<double>() ? 0 : 1; }
