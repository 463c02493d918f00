"""What people may fill in, by noun."""

from sapa.journeys.forms.recipes import RecipeForm, recipe_form

__all__ = ["RecipeForm", "recipe_form"]
