import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { elementWidth } from './element-width';

describe('P-WEB-4 how wide a chart is drawn before it was measured', () => {
  @Component({ selector: 'sb-chart', template: '' })
  class Chart {
    readonly width = elementWidth(900);
  }
  const firstIn = (clientWidth: number): number => {
    Object.defineProperty(document.documentElement, 'clientWidth', { value: clientWidth, configurable: true });
    return TestBed.createComponent(Chart).componentInstance.width();
  };
  afterEach(() => Reflect.deleteProperty(document.documentElement, 'clientWidth'));

  it('is what it is made for, or what the window has room for', () => {
    expect([1280, 966, 360].map(firstIn)).toEqual([900, 900, 294]);
  });

  it('is what it is made for where nothing is laid out', () => {
    expect(firstIn(0)).toBe(900);
  });
});
