"""From gold cases to the weights of the learned critic; the only home of scikit-learn."""
