import type { Routes } from '@angular/router';

export const projectRoutes: Routes = [];
